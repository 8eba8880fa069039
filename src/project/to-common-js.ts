// Each part as CommonJS, so that it can be compiled alone and evaluated when it is asked for.

import { transform } from "esbuild";
import { EXTERNAL_PREFIX } from "../../runtime/pack-format.ts";
import type { EsmPart } from "./bundle-parts.ts";
import { asBuildError } from "./esbuild-problems.ts";
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
    return { code: redirectImports(code), map: keepLines(JSON.parse(map)) };
  } catch (error) {
    throw asBuildError(error);
  }
}

// Names that only the packer writes, so that no text of a user's looks like it.
const OWN_IMPORT = new RegExp(
  `\\bimport(?=\\(\\s*(?:/\\*[\\s\\S]*?\\*/\\s*)*"(?:\\./airgo-part-|${EXTERNAL_PREFIX}))`,
  "g",
);

/** `import(…)` of what airgo loads becomes `$airgo(…)`, which is as long, so that columns stay. */
function redirectImports(code: string): string {
  return code.replace(OWN_IMPORT, "$airgo");
}
