// esbuild evaluates what several files share before what only one of them has. ES modules are evaluated in the order in which
// they are imported, so that a module which sets something up works, whatever other DAG files import.

import type { EsmPart, ModuleGraph } from "./esm-parts.ts";

/**
 * The project's own modules that stand in a part which is evaluated too late for them. As parts of their own they come in
 * time. The parts' imports are to be in order.
 */
export function lateModules(parts: readonly EsmPart[], modules: ModuleGraph): ReadonlySet<string> {
  const byName = new Map(parts.map((part) => [part.name, part]));
  const bundled = new Set(parts.flatMap(({ sources }) => [...sources.keys()]));
  const isOwn = (file: string) => bundled.has(file) && !file.includes("node_modules/");
  const late = new Set<string>();
  for (const { name, entry } of parts) {
    if (entry === undefined) continue;
    const files = visit([name], (part) => byName.get(part)?.imports ?? []).flatMap((part) => [
      ...(byName.get(part)?.sources.keys() ?? []),
    ]);
    const places = new Map(files.map((file, at) => [file, at]));
    let earliest = Number.POSITIVE_INFINITY;
    for (const file of evaluationOrder(modules, [entry]).filter(isOwn).reverse()) {
      const place = places.get(file) ?? earliest;
      if (place > earliest) late.add(file);
      earliest = Math.min(earliest, place);
    }
  }
  return late;
}

/**
 * The parts, each with its imports of other parts as its modules have theirs. esbuild leaves out those that only matter for
 * what they do, but for entries, and orders them as it likes.
 */
export function inOrder(parts: readonly EsmPart[], modules: ModuleGraph): readonly EsmPart[] {
  const partOf = new Map(
    parts.flatMap(({ name, sources }) => [...sources.keys()].map((file) => [file, name])),
  );
  const partsOf = (files: readonly string[]) => files.flatMap((file) => partOf.get(file) ?? []);
  return parts.map((part) => {
    const own = [...part.sources.keys()];
    const direct = partsOf(own.flatMap((file) => modules.get(file) ?? []));
    const all = partsOf(evaluationOrder(modules, own)).filter((name) =>
      part.imports.includes(name),
    );
    const imports = [...new Set([...direct, ...all, ...part.imports])];
    const others = imports.filter((name) => name !== part.name);
    return { ...part, imports: others, code: printImports(part.code, others) };
  });
}

const IMPORT = /import (?:\{[^}]*\} from )?"\.\/(airgo-part-\w+\.js)";\n/;
const IMPORTS = new RegExp(`^(?:${IMPORT.source})*`);

/** esbuild has them at the top; with as many lines as before, because source maps count them. */
function printImports(code: string, names: readonly string[]): string {
  return code.replace(IMPORTS, (text) => {
    const statements = text.match(new RegExp(IMPORT.source, "g")) ?? [];
    const known = new Map(statements.map((own) => [IMPORT.exec(own)?.[1], own]));
    return names.map((name) => known.get(name) ?? `import "./${name}";`).join("");
  });
}

/** Files in the order in which ES modules are evaluated, if `entries` are imported one after the other. */
function evaluationOrder(modules: ModuleGraph, entries: Iterable<string>): string[] {
  return visit(entries, (file) => modules.get(file) ?? []);
}

type Below = (name: string) => readonly string[];

/** All that can be reached, each after what it reaches; without recursion, because a chain of modules may be long. */
function visit(starts: Iterable<string>, below: Below): string[] {
  const order: string[] = [];
  const seen = new Set<string>();
  const open: { readonly name: string; readonly left: Iterator<string> }[] = [];
  const enter = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    open.push({ name, left: below(name).values() });
  };
  for (const start of starts) {
    enter(start);
    for (let current = open.at(-1); current !== undefined; current = open.at(-1)) {
      const next = current.left.next();
      if (next.done !== true) enter(next.value);
      else order.push(open.pop()?.name ?? "");
    }
  }
  return order;
}
