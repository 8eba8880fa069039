// Builds dist/airgo.js from this repository's own dags/, with the builder that every project uses.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { register } from "tsx/esm/api";

register();
const { findAirgoPackage } = await import("./src/project/airgo-package.ts");
const { buildBundle } = await import("./src/project/build-bundle.ts");
const { readProject } = await import("./src/project/read-project.ts");

const root = path.dirname(fileURLToPath(import.meta.url));

function report({ code, message, hint, location }) {
  const place =
    location === undefined ? "" : `${location.file}:${location.line}:${location.column} `;
  console.error(`${place}error[${code}]: ${message}\nhint: ${hint}`);
  process.exitCode = 1;
}

try {
  const { file, dags, broken } = await buildBundle(await readProject(root), findAirgoPackage());
  for (const { problems } of broken) problems.forEach(report);
  console.error(`${path.relative(root, file)}: ${dags.length} DAG${dags.length === 1 ? "" : "s"}`);
} catch (error) {
  if (error.problems === undefined) throw error;
  error.problems.forEach(report);
}
