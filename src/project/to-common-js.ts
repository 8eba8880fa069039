// Each part as CommonJS, so that it can be compiled alone and evaluated when it is asked for.

import { type TransformOptions, transform } from "esbuild";
import { INTEROP } from "../../runtime/interop.ts";
import { asBuildError } from "./esbuild-problems.ts";
import type { EsmPart } from "./esm-parts.ts";
import { keepLines, type SourceMapJson } from "./line-map.ts";

export interface CommonJsPart {
  readonly code: string;
  /** Of lines, see {@link keepLines}. */
  readonly map: SourceMapJson;
}

/** `small`: without blanks and line breaks, which makes no difference to a bundle, but to V8's first look at the core. */
export async function toCommonJs(
  part: EsmPart,
  { small }: { readonly small: boolean },
): Promise<CommonJsPart> {
  try {
    const shared = withoutHelpers(await convert(part));
    const { code, map } = small ? await convert(shared, { minifyWhitespace: true }) : shared;
    return { code: redirectImports(code), map: keepLines(JSON.parse(map)) };
  } catch (error) {
    throw asBuildError(error);
  }
}

interface Text {
  readonly code: string;
  /** JSON. */
  readonly map: string;
}

async function convert({ code, map }: Text, options: TransformOptions = {}): Promise<Text> {
  const inlineMap = Buffer.from(map).toString("base64");
  return transform(`${code}\n//# sourceMappingURL=data:application/json;base64,${inlineMap}`, {
    format: "cjs",
    platform: "node",
    target: "node20.19",
    sourcemap: "external",
    sourcesContent: false,
    logLevel: "silent",
    logOverride: { "empty-import-meta": "silent" },
    ...options,
  });
}

/** Without the helpers at the top, which the loader has for all parts. */
function withoutHelpers({ code, map }: Text): Text {
  const lines = code.split("\n");
  const end = helperLines(lines);
  const parsed: SourceMapJson = JSON.parse(map);
  // The helpers have no source: there is nothing but line breaks for them in the map.
  if (!parsed.mappings.startsWith(";".repeat(end))) return { code, map };
  const mappings = parsed.mappings.slice(end);
  return { code: lines.slice(end).join("\n"), map: JSON.stringify({ ...parsed, mappings }) };
}

// The helpers that esbuild declares in front of what it converts, and all that they are made of.
const HELPERS = new Set([
  ...Object.keys(INTEROP),
  "__copyProps",
  "__create",
  "__defProp",
  "__getOwnPropDesc",
  "__getOwnPropNames",
  "__getProtoOf",
  "__hasOwnProp",
]);

/** How many lines at the top declare what the loader has for all parts; none where something else is among them. */
function helperLines(lines: readonly string[]): number {
  const end = lines.findIndex((line) => !/^(?:var __\w+ = |[ })])/.test(line));
  const declared = lines.slice(0, end).flatMap((line) => /^var (\w+) = /.exec(line)?.[1] ?? []);
  return declared.every((name) => HELPERS.has(name)) ? end : 0;
}

// Prefixes that only the packer writes, so that no text of a user's looks like it.
const OWN_IMPORT =
  /\bimport(?=\(\s*(?:\/\*[\s\S]*?\*\/\s*)*"(?:\.\/airgo-part-|airgo-(?:core|later|external):))/g;

/** `import(…)` of what airgo loads becomes `$airgo(…)`, which is as long, so that columns stay. */
function redirectImports(code: string): string {
  return code.replace(OWN_IMPORT, "$airgo");
}
