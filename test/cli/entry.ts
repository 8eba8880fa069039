// The command line as a process: `entry.ts ARGUMENTS…` in a folder with package.json and dags/. tsx loads the DAG files,
// so that these tests need no build; what a bundle adds is tested where bundles are.

import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Bundle, BundleManifest } from "../../runtime/bundle.ts";
import { main } from "../../src/cli/main.ts";
import { collectDags } from "../../src/core/collect-dags.ts";
import type { AnyDag } from "../../src/core/dag-builder.ts";
import { AirgoError, isAirgoError } from "../../src/core/errors.ts";
import { locate } from "../../src/core/location.ts";
import { findDagFiles } from "../../src/project/find-dags.ts";
import { readProject } from "../../src/project/read-project.ts";
import { readTemplates } from "../../src/project/read-templates.ts";

async function openBundle(root: string): Promise<Bundle> {
  const project = await readProject(root);
  const dags = new Map<string, { readonly dag: AnyDag; readonly file: string }>();
  const broken: BundleManifest["broken"][number][] = [];
  for (const file of await findDagFiles(root, project.config.dagsDir)) {
    try {
      const exported: unknown = await import(pathToFileURL(path.join(root, file)).href);
      for (const dag of collectDags(exported)) {
        dag.spec();
        dags.set(dag.dagId, { dag, file });
      }
    } catch (error) {
      broken.push({ file, dagIds: [], problems: problemsOf(error, file) });
    }
  }
  const find = (dagId: string) => {
    const found = dags.get(dagId);
    if (found !== undefined) return found;
    throw new AirgoError("unknown-dag", `there is no DAG "${dagId}" in this bundle`, {
      hint: `the DAGs are: ${[...dags.keys()].join(", ")}`,
    });
  };
  return {
    file: path.join(root, "dist", "airgo.js"),
    manifest: {
      projectName: project.config.projectName,
      version: project.version,
      airgoVersion: JSON.parse(readFileSync("package.json", "utf8")).version,
      hash: "0123456789abcdef",
      config: project.config,
      origins: project.origins,
      setupModule: undefined,
      templates: await readTemplates(project),
      broken,
      dags: [...dags]
        .map(([dagId, { file }]) => ({ dagId, file, module: 0, structureHash: "" }))
        .sort((a, b) => (a.dagId < b.dagId ? -1 : 1)),
    },
    findDag: (dagId) => ({ dagId, file: find(dagId).file, module: 0, structureHash: "" }),
    loadDag: (dagId) => find(dagId).dag,
    runSetup: async () => undefined,
  };
}

function problemsOf(error: unknown, file: string) {
  if (isAirgoError(error)) return error.problems;
  const message = `${file} could not be loaded: ${String(error)}`;
  const location = error instanceof Error ? locate(error) : undefined;
  return new AirgoError("broken-dag-file", message, { hint: "mend what it throws", location })
    .problems;
}

process.exitCode = await main({
  argv: process.argv.slice(2),
  bundle: () => openBundle(process.cwd()),
});
