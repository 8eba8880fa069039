// Each part as CommonJS, so that it can be compiled alone and evaluated when it is asked for.

import { type TransformOptions, transform } from "esbuild";
import { INTEROP, INTEROP_PREFIX } from "../../runtime/interop.ts";
import { asBuildError } from "./esbuild-problems.ts";
import type { EsmPart } from "./esm-parts.ts";
import { keepLines, type SourceMapJson } from "./line-map.ts";

/** One module in the bundle. */
export interface CompiledPart {
  /** As other parts name it. */
  readonly name: string;
  /** The source file that it is the entry for. */
  readonly entry: string | undefined;
  /** What stack traces say before they are mapped. */
  readonly file: string;
  /** CommonJS. */
  readonly code: string;
  /** Of lines, see {@link keepLines}. */
  readonly map: SourceMapJson;
}

export interface PartForm {
  /** Before the names of files: whose they are. */
  readonly prefix: string;
  /** Without blanks, and with short names inside of functions: V8's first look at the core costs less. */
  readonly small: boolean;
}

export async function compilePart(part: EsmPart, form: PartForm): Promise<CompiledPart> {
  const { name, entry } = part;
  try {
    const toEsm = NAMESPACE_IMPORT.test(part.code) ? "__toNamespace" : "__toESM";
    const shared = withoutHelpers(await convert(part, { format: "cjs" }), toEsm);
    // Without a format, esbuild leaves the names at the top as they are, which stack traces show.
    const { code, map } = form.small ? await convert(shared, { minify: true }) : shared;
    const { sources, ...lines } = keepLines(JSON.parse(map), code);
    return {
      name,
      entry,
      file: form.prefix + (entry ?? name),
      code: redirectImports(code) + (part.isCommonJs ? ADD_NAMES : ""),
      map: { ...lines, sources: sources.map((source) => form.prefix + source) },
    };
  } catch (error) {
    throw asBuildError(error);
  }
}

/** For who imports it with `import()`; esbuild gives only the default. */
const ADD_NAMES = `\n${INTEROP_PREFIX}__addNames(module.exports);`;

interface Text {
  readonly code: string;
  /** JSON. */
  readonly map: string;
}

async function convert({ code, map }: Text, options: TransformOptions): Promise<Text> {
  const inlineMap = Buffer.from(map).toString("base64");
  return transform(`${code}\n//# sourceMappingURL=data:application/json;base64,${inlineMap}`, {
    platform: "node",
    target: "node20.19",
    sourcemap: "external",
    sourcesContent: false,
    logLevel: "silent",
    logOverride: { "empty-import-meta": "silent" },
    ...options,
  });
}

const NAMESPACE_IMPORT = /^import (?:\w+, )?\* as /m;

/** With the helpers of the loader, which all parts share, in place of esbuild's own at the top. */
function withoutHelpers({ code, map }: Text, toEsm: string): Text {
  const lines = code.split("\n");
  const end = lines.findIndex((line) => !/^(?:var __\w+ = |[ })])/.test(line));
  const declared = lines.slice(0, end).flatMap((line) => /^var (\w+) = /.exec(line)?.[1] ?? []);
  // A number follows where the part has such a helper already, of the libraries that are bundled in it.
  const helpers = declared.map((name) => ({ name, base: name.replace(/\d+$/, "") }));
  const parsed: SourceMapJson = JSON.parse(map);
  const isKnown = helpers.every(({ base }) => base in INTEROP || INNER_HELPERS.has(base));
  // Nothing of a source is in these lines, so that the map has only line breaks for them.
  if (end === 0 || !isKnown || !parsed.mappings.startsWith(";".repeat(end))) return { code, map };
  const taken = helpers.flatMap(({ name, base }) => {
    const helper = base === "__toESM" ? toEsm : base;
    return helper in INTEROP ? [`${name} = ${INTEROP_PREFIX}${helper}`] : [];
  });
  const head = taken.length === 0 ? "" : `var ${taken.join(", ")};`;
  const mappings = parsed.mappings.slice(end - 1);
  return {
    code: [head, ...lines.slice(end)].join("\n"),
    map: JSON.stringify({ ...parsed, mappings }),
  };
}

// What esbuild's helpers are made of, and nothing else uses.
const INNER_HELPERS = new Set([
  "__copyProps",
  "__create",
  "__defProp",
  "__getOwnPropDesc",
  "__getOwnPropNames",
  "__getProtoOf",
  "__hasOwnProp",
]);

// Prefixes that only the packer writes, so that no text of a user's looks like it.
const OWN_IMPORT =
  /\bimport(?=\(\s*(?:\/\*(?:(?!\*\/)[\s\S])*\*\/\s*)*"(?:\.\/airgo-part-|airgo-(?:core|later|external):))/g;

/** `import(…)` of what airgo loads becomes `$airgo(…)`, which is as long, so that columns stay. */
function redirectImports(code: string): string {
  return code.replace(OWN_IMPORT, "$airgo");
}
