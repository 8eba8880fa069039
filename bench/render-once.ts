// One process of the rendering benchmark: builds DAGs, renders them, writes the files.
// usage: render-once DAGS FOLDER one|many

import { BaseOperator, DAG } from "airgo";
import { writeRendered } from "../src/render/output-folder.ts";
import { filesOf, renderProject } from "../src/render/render-project.ts";

const [, , count = "", folder = "", layout = ""] = process.argv;
const TASKS = 20;

class Step extends BaseOperator<{ message: string }> {
  execute() {}
}

/** Twenty tasks in five layers of four, each layer below all of the one before. */
function buildDag(index: number): DAG {
  const dag = new DAG(`dag-${index}`, {
    description: `Number ${index}`,
    // All scheduled DAGs are in one file, every other has its own.
    ...(layout === "one" ? { schedule: "0 */4 * * *" } : {}),
    defaultArgs: { retries: 1, requestsCpu: "10m", requestsMemory: "50Mi" },
  });
  let above: Step[] = [];
  for (let layer = 0; layer < TASKS / 4; layer++) {
    const own = [0, 1, 2, 3].map(
      (at) => new Step({ taskId: `step-${layer}-${at}`, message: "hello", dag }),
    );
    for (const step of own) step.after(...above);
    above = own;
  }
  return dag;
}

const specs = Array.from({ length: Number(count) }, (_, index) => buildDag(index).spec());
const project = renderProject(specs, {
  projectName: "bench",
  image: "bench:1",
  namespace: "argo",
  serviceAccountName: "default",
  terminationGracePeriodSeconds: 30,
  structureMismatch: "warn",
  templatesDir: "templates",
  templates: {},
});
writeRendered(folder, filesOf(project), { isWhole: true });
