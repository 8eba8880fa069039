// Each part as CommonJS, so that it can be compiled alone and evaluated when it is asked for.

import { transform } from "esbuild";
import { INTEROP } from "../../runtime/interop.ts";
import { asBuildError } from "./esbuild-problems.ts";
import type { EsmPart } from "./esm-parts.ts";
import { keepLines, type SourceMapJson } from "./line-map.ts";

export interface CommonJsPart {
  readonly code: string;
  readonly map: SourceMapJson;
}

export async function toCommonJs(part: EsmPart): Promise<CommonJsPart> {
  const inlineMap = Buffer.from(part.map).toString("base64");
  try {
    const { code, map } = await transform(
      `${part.code}\n//# sourceMappingURL=data:application/json;base64,${inlineMap}`,
      {
        format: "cjs",
        platform: "node",
        target: "node20.19",
        sourcemap: "external",
        sourcesContent: false,
        sourcefile: part.name,
        logLevel: "silent",
        logOverride: { "empty-import-meta": "silent" },
      },
    );
    const lines = code.split("\n");
    const dropped = helperLines(lines);
    return {
      code: redirectImports(lines.slice(dropped).join("\n")),
      map: keepLines(JSON.parse(map), dropped),
    };
  } catch (error) {
    throw asBuildError(error);
  }
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
