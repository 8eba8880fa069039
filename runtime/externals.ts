// Packages that the project leaves out of its bundle (`external`): looked for beside the bundle, when a DAG that imports
// them is loaded. One that is missing is told where it is used, so that all other tasks of the DAG still work.

import { createRequire } from "node:module";
import path from "node:path";
import { types } from "node:util";
import { AirgoError } from "../src/core/errors.ts";
import { type Location, locate } from "../src/core/location.ts";

/** For `import x from "package"`; `bundle` is the packed file. */
export function loadExternal(bundle: string, specifier: string): unknown {
  try {
    return asNamespace(requireBeside(bundle, specifier));
  } catch (error) {
    if (isAsync(error)) throw awaits(specifier);
    if (!isNotFound(error, specifier)) throw error;
    return standIn(missing(bundle, specifier));
  }
}

/** For `import("package")`; `load` does it, from the head, because Node warns of `import` in code that is compiled later. */
export async function importExternal(
  bundle: string,
  specifier: string,
  load: () => Promise<unknown>,
): Promise<unknown> {
  try {
    return await load();
  } catch (error) {
    throw isNotFound(error, specifier) ? missing(bundle, specifier) : error;
  }
}

function requireBeside(bundle: string, specifier: string): unknown {
  // There is no such file, but it lies below node_modules: Node 20 warns of `require` of an ES module from elsewhere.
  return createRequire(path.join(path.dirname(bundle), "node_modules", "airgo.js"))(specifier);
}

/** A module as Node shows it to one that imports it: its exports by name, and all of CommonJS's as the default. */
function asNamespace(exported: unknown): unknown {
  const namespace = Object.defineProperty({}, "__esModule", { value: true });
  if (!types.isModuleNamespaceObject(exported)) addName(namespace, "default", () => exported);
  const isBag = typeof exported === "object" || typeof exported === "function";
  if (!isBag || exported === null) return namespace;
  for (const name of Object.keys(exported)) {
    if (!Object.hasOwn(namespace, name))
      addName(namespace, name, () => Reflect.get(exported, name));
  }
  return namespace;
}

function addName(namespace: object, name: string, get: () => unknown): void {
  Object.defineProperty(namespace, name, { get, enumerable: true });
}

/** Whatever is taken from it throws `error`; importing it does not. */
function standIn(error: AirgoError): unknown {
  return new Proxy(
    {},
    {
      has: () => true,
      get: (_, name) => {
        if (name === "__esModule") return true;
        throw error;
      },
    },
  );
}

function isNotFound(error: unknown, specifier: string): boolean {
  const { code, message } = error as NodeJS.ErrnoException; // only read, and as text
  const isMissing = code === "MODULE_NOT_FOUND" || code === "ERR_MODULE_NOT_FOUND";
  // It names what was asked for, or only its package; a package of a package's own is another's mistake.
  const [name] = /^(?:@[^/]+\/)?[^/]+/.exec(specifier) ?? [specifier];
  return isMissing && (message.includes(`'${name}'`) || message.includes(`'${specifier}'`));
}

/** Node's word for an ES module that `require` would have to wait for. */
function isAsync(error: unknown): boolean {
  return Reflect.get(Object(error), "code") === "ERR_REQUIRE_ASYNC_MODULE";
}

function awaits(specifier: string): AirgoError {
  return new AirgoError(
    "top-level-await",
    `package "${specifier}", or one that it needs, uses await at its top level: a DAG file cannot import it at its own`,
    {
      hint: `import it inside the task: await import("${specifier}")`,
      location: importingPlace(),
    },
  );
}

/** The place of the `import` that is being evaluated: below airgo's own frames, the first. */
function importingPlace(): Location | undefined {
  const frames = (new Error().stack ?? "").split("\n").slice(1);
  const places = frames.map((frame) => locate({ stack: `Error\n${frame}` }));
  return places.find((place) => place !== undefined && !place.file.startsWith("airgo/"));
}

function missing(bundle: string, specifier: string): AirgoError {
  return new AirgoError(
    "missing-package",
    `package "${specifier}" is not in the bundle, and not installed beside ${bundle}`,
    {
      hint: 'install it in the image, in node_modules beside the bundle, or take it out of "external" in package.json',
    },
  );
}
