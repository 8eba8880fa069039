// What airgo renders is accepted before anything runs: by Argo's own linter and by the API server.

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Board } from "./board.ts";
import { REPOSITORY } from "./e2e-dags.ts";
import type { Stage } from "./stage.ts";

const GOLDEN = path.join(REPOSITORY, "test", "golden");

export async function checkManifests(stage: Stage, board: Board): Promise<void> {
  const check = board.checks("manifests");
  const kinds = "--kinds=workflows,cronwf,workflowtemplates";
  const lint = (folder: string) => stage.argo.call(["lint", "--offline", kinds, folder]);
  await check("argo lint accepts every golden", async () => {
    await lint(GOLDEN);
    return `${goldenFiles().length} files`;
  });
  await check("argo lint accepts every DAG of this run", async () => {
    await lint(stage.rendered.folder);
    return `${stage.rendered.documents.size} DAGs`;
  });
  await check("the API server accepts every golden", () => dryRun(stage));
}

async function dryRun({ kubectl, options }: Stage): Promise<string> {
  const texts = goldenFiles().map((file) => readFileSync(path.join(GOLDEN, file), "utf8"));
  const documents = texts
    .flatMap((text) => text.split(/^---\n/m))
    .map((text) => text.replace(/^ {2}namespace: .*$/m, `  namespace: "${options.namespace}"`));
  // A run whose name is to be generated can be created, not applied.
  const isRun = (text: string) => text.includes('\nkind: "Workflow"\n');
  const toApply = documents.filter((text) => !isRun(text));
  const toCreate = documents.filter(isRun);
  const how = ["--dry-run=server", "--validate=strict", "--filename", "-"];
  await kubectl.call(["apply", "--server-side", ...how], toApply.join("---\n"));
  await kubectl.call(["create", ...how], toCreate.join("---\n"));
  return `${documents.length} objects`;
}

function goldenFiles(): readonly string[] {
  return readdirSync(GOLDEN).filter((file) => file.endsWith(".yaml"));
}
