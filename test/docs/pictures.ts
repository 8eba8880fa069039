// The pictures of the pages, drawn from dags/.

import path from "node:path";
import { runDag } from "airgo/testing";
import { collectDags } from "../../src/core/collect-dags.ts";
import type { AnyDag } from "../../src/core/dag-builder.ts";
import { graphModel, type TaskState } from "../../src/picture/graph-model.ts";
import { toSvg } from "../../src/picture/to-svg.ts";
import { root } from "./documents.ts";

export const PICTURE_FOLDER = path.join(root, "docs", "pictures");

/** The texts of all pictures, by the names of their files. */
export async function drawPictures(): Promise<ReadonlyMap<string, string>> {
  const pictures = new Map<string, string>();
  for (const dagId of ["hello-world", "parallel-parameters", "publish-report", "word-lengths"]) {
    const dag = await loadDag(dagId);
    pictures.set(`${dagId}.svg`, await toSvg(graphModel(dag.spec())));
  }
  const dag = await loadDag("publish-report");
  const { phases } = await runDag(dag, { executionDate: "2024-01-01" });
  const states = Object.entries(phases).map(([taskId, phase]): [string, TaskState] => {
    return [taskId, { phase, note: undefined }];
  });
  pictures.set("publish-report-run.svg", await toSvg(graphModel(dag.spec(), new Map(states))));
  return pictures;
}

async function loadDag(dagId: string): Promise<AnyDag> {
  const [dag] = collectDags(await import(path.join(root, "dags", `${dagId}.ts`)));
  if (dag === undefined) throw new Error(`dags/${dagId}.ts exports no DAG`);
  return dag;
}
