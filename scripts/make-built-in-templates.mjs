// Makes src/render/built-in-templates.ts from templates/, so that the bundle has them as text.
// usage: node scripts/make-built-in-templates.mjs
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const files = [
  "configuration/cron-workflow.yaml",
  "configuration/workflow.yaml",
  "containers/default.yaml",
];
const entries = files.map((file) => {
  const text = readFileSync(path.join(root, "templates", file), "utf8");
  return `  "${file}": ${JSON.stringify(text)},`;
});
writeFileSync(
  path.join(root, "src/render/built-in-templates.ts"),
  `// Made by scripts/make-built-in-templates.mjs from templates/; do not edit.
// biome-ignore-all format: one file a line

/** The template files of a project that has none of its own, by their paths below its templates folder. */
export const BUILT_IN_TEMPLATES: Readonly<Record<string, string>> = {
${entries.join("\n")}
};
`,
);
