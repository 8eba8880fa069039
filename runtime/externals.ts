// Packages that the project leaves out of its bundle (`external`): looked for beside the bundle, when a DAG that imports
// them is loaded. One that is missing is told where it is used, so that all other tasks of the DAG still work.

import { createRequire } from "node:module";
import path from "node:path";
import { types } from "node:util";
import { AirgoError } from "../src/core/errors.ts";
import type { Pack } from "./loader.ts";

export function provideExternals(pack: Pack): void {
  // The name of this file that does not exist is below node_modules: Node 20 warns of `require` of an ES module elsewhere.
  const require = createRequire(path.join(path.dirname(pack.file), "node_modules", "airgo.js"));
  pack.provideExternals({
    load: (specifier) => {
      try {
        return asNamespace(require(specifier));
      } catch (error) {
        if (!isNotFound(error, specifier)) throw error;
        return standIn(missing(specifier, pack.file, error));
      }
    },
    import: async (specifier) => {
      try {
        return await import(specifier);
      } catch (error) {
        throw isNotFound(error, specifier) ? missing(specifier, pack.file, error) : error;
      }
    },
  });
}

/** A CommonJS module as Node gives it to an ES module: its exports by name, and all of them as the default. */
function asNamespace(exported: unknown): unknown {
  if (types.isModuleNamespaceObject(exported)) return exported;
  const isBag = typeof exported === "object" || typeof exported === "function";
  const members = isBag && exported !== null ? Object.getOwnPropertyDescriptors(exported) : {};
  return Object.create(null, {
    ...members,
    default: { value: exported, enumerable: true },
    __esModule: { value: true },
  });
}

/** Whatever is read from it throws `error`; importing it does not. */
function standIn(error: AirgoError): unknown {
  const refuse = (): never => {
    throw error;
  };
  // What `import` makes of it inherits from its prototype, so that names are looked up there.
  const prototype = new Proxy({}, { get: refuse, has: refuse });
  return new Proxy(
    {},
    {
      get: (_, name) => (name === "__esModule" ? true : refuse()),
      getPrototypeOf: () => prototype,
    },
  );
}

function isNotFound(error: unknown, specifier: string): boolean {
  const { code, message } = error as NodeJS.ErrnoException; // only read, and as text
  const isMissing = code === "MODULE_NOT_FOUND" || code === "ERR_MODULE_NOT_FOUND";
  return isMissing && message.includes(`'${specifier}'`);
}

function missing(specifier: string, bundle: string, cause: unknown): AirgoError {
  return new AirgoError(
    "missing-package",
    `package "${specifier}" is not in the bundle, and not installed beside ${bundle}`,
    {
      hint: 'install it in the image, in node_modules beside the bundle, or take it out of "external" in package.json',
      cause,
    },
  );
}
