// The project's own half of the bundle: one entry a DAG file, and what several of them share as parts of its own.

import { realpath } from "node:fs/promises";
import path from "node:path";
import type { OnResolveArgs, OnResolveResult, Plugin } from "esbuild";
import { CORE_PREFIX, EXTERNAL_PREFIX } from "../../runtime/pack-format.ts";
import { bundleEsmParts, type EsmPart, type EsmParts } from "./esm-parts.ts";
import { inOrder, lateModules } from "./evaluation-order.ts";
import { findSetup } from "./find-setup.ts";
import type { Project } from "./read-project.ts";

// Assets that are text become strings. Anything else has to be a package's business.
const TEXT_FILES = [".txt", ".md", ".sql", ".html", ".csv", ".graphql", ".yaml", ".yml"];

export interface UserParts extends Omit<EsmParts, "modules"> {
  /** The entry of the part that holds the setup module. */
  readonly setup: string | undefined;
}

/** @throws AirgoError "invalid-config", "build-failed" or "top-level-await", with every place */
export async function bundleUserParts(
  project: Project,
  files: readonly string[],
): Promise<UserParts> {
  const { root } = project;
  const setup = await findSetup(project);
  const asked = [...new Set([...files, ...(setup === undefined ? [] : [setup])])];
  const { parts, inputs } = await bundleInOrder(project, asked);
  const nameOf = await namesOfEntries(root, asked, parts);
  const named = parts.map((part) => ({ ...part, entry: nameOf(part.entry) }));
  return { parts: named, inputs, setup: nameOf(setup) };
}

/** Bundled again where something would be evaluated out of order. */
async function bundleInOrder(project: Project, asked: readonly string[]): Promise<EsmParts> {
  const shared = await bundleEntries(project, asked);
  const late = lateModules(shared.parts, shared.modules);
  if (late.size === 0) return shared;
  const apart = await bundleEntries(project, [...new Set([...asked, ...late])]);
  return { ...apart, parts: withoutHelpers(apart.parts, new Set(asked), late) };
}

/** Nobody asks for late modules by their names: where others share them, their own parts hold nothing. */
function withoutHelpers(
  parts: readonly EsmPart[],
  asked: ReadonlySet<string>,
  late: ReadonlySet<string>,
): readonly EsmPart[] {
  const imported = new Set(parts.flatMap(({ imports }) => imports));
  return parts.flatMap((part) => {
    const { name, entry = "" } = part;
    if (!late.has(entry) || asked.has(entry)) return [part];
    return imported.has(name) ? [{ ...part, entry: undefined }] : [];
  });
}

async function bundleEntries(
  { root, config }: Project,
  entries: readonly string[],
): Promise<EsmParts> {
  const { parts, modules, inputs } = await bundleEsmParts(root, {
    entryPoints: entries.map((file) => path.join(root, file)),
    loader: Object.fromEntries(TEXT_FILES.map((ending) => [ending, "text"])),
    plugins: [AIRGO_ITSELF, externalPackages(config.external)],
    // An error's class is known by its name, and two files may have one of the same.
    keepNames: true,
  });
  return { parts: inOrder(parts, modules), modules, inputs };
}

type NameOf = (entry: string | undefined) => string | undefined;

/** esbuild names a file by where it is; the name by which the project has it may be a link to there. */
async function namesOfEntries(
  root: string,
  asked: readonly string[],
  parts: readonly EsmPart[],
): Promise<NameOf> {
  const entries = new Set(parts.map(({ entry }) => entry));
  const linked = asked.filter((file) => !entries.has(file));
  if (linked.length === 0) return (entry) => entry;
  const realRoot = await realpath(root);
  const names = new Map<string, string>();
  for (const file of linked) {
    const real = path.relative(realRoot, await realpath(path.join(root, file)));
    // Of two links to one file, the first; to the setup module, a DAG's name comes first.
    const name = names.get(real) ?? file;
    names.set(real, name).set(file, name);
  }
  return (entry) => names.get(entry ?? "") ?? entry;
}

/** `import "airgo"` is the very module that runs the bundle: an operator and its runtime share one copy. */
const AIRGO_ITSELF: Plugin = {
  name: "airgo-itself",
  setup(build) {
    const target = { path: `${CORE_PREFIX}src/index.ts`, external: true };
    build.onResolve({ filter: /^airgo$/ }, () => target);
  },
};

/**
 * Packages that are looked for beside the bundle. What an `import` asks for is marked, because the loader gives it the
 * shape that Node gives to ES modules; what `require` asks for is not.
 */
function externalPackages(names: readonly string[]): Plugin {
  return {
    name: "airgo-external",
    setup(build) {
      for (const name of names) {
        const filter = new RegExp(`^${name.replaceAll(".", "\\.")}(/|$)`);
        build.onResolve({ filter }, resolveExternal);
      }
    },
  };
}

function resolveExternal({ path, kind }: OnResolveArgs): OnResolveResult {
  const isRequire = kind === "require-call" || kind === "require-resolve";
  return { path: isRequire ? path : `${EXTERNAL_PREFIX}${path}`, external: true };
}
