// The loader of the simpler layouts: all modules are in the file as functions or as texts, and nothing is checked.

import { compileFunction } from "node:vm";
import { INTEROP } from "../runtime/interop.ts";
import type { Pack, PartFunction } from "../runtime/loader.ts";
import { type IndexRecord, PART_PARAMETERS } from "../runtime/pack-format.ts";
import type { Core } from "../runtime/parts.ts";

export interface SimpleHost {
  readonly parts: Readonly<Record<number, PartFunction | string>>;
  readonly dags: readonly IndexRecord[];
  readonly summary: unknown;
  readonly eager: boolean;
  readonly require: NodeJS.Require;
}

export function start({ parts, dags, summary, eager, require }: SimpleHost): void {
  const modules = new Map<number, { exports: unknown }>();
  const load = (number: number): unknown => {
    const known = modules.get(number);
    if (known !== undefined) return known.exports;
    const module: { exports: unknown } = { exports: {} };
    modules.set(number, module);
    const part = parts[number] ?? "";
    const run =
      typeof part === "string" ? (compileFunction(part, PART_PARAMETERS) as PartFunction) : part; // as its parameters say
    run.call(
      undefined,
      module.exports,
      requirePart,
      module,
      "",
      "",
      undefined,
      ...Object.values(INTEROP),
    );
    return module.exports;
  };
  const requirePart = (name: string): unknown => {
    const [, digits] = /^\.\/airgo-part-(\d+)\.js$/.exec(name) ?? [];
    if (digits !== undefined) return load(Number(digits));
    if (name.startsWith("airgo-core:")) return (load(0) as Core)[name.slice("airgo-core:".length)]; // the core is 0
    return name.startsWith("airgo-later:") ? {} : require(name);
  };
  const pack: Pack = {
    file: __filename,
    summary,
    indexCount: 1,
    load,
    prepare: () => undefined,
    sourceMap: () => null,
    placeOf: () => undefined,
    index: () => dags,
    data: () => [],
    provideExternals: () => undefined,
    importModule: (specifier) => import(specifier),
    makeCodeCache: () => Buffer.alloc(0),
  };
  if (eager) for (const number of Object.keys(parts)) load(Number(number));
  void (load(0) as Core)["runtime/main.ts"].start(pack); // the core is 0
}
