// W4: layers of 50 tasks, each below all tasks of the layer above, built, validated and run in this process.

import { DAG } from "airgo";
import { runAll, Trivial } from "./trivial.ts";
import { measure } from "./workload.ts";

const WIDTH = 50;

void measure({
  workload: "W4",
  what: "10 layers × 50 tasks, fully connected (22,500 edges): build, validate, run",
  unit: "edges",
  sizes: [5_000, 12_500, 22_500],
  goal: "< 0.5 s",
  async run(edges) {
    const layers = edges / (WIDTH * WIDTH) + 1;
    const dag = new DAG("layers");
    let above: Trivial[] = [];
    for (let layer = 0; layer < layers; layer++) {
      const tasks = Array.from(
        { length: WIDTH },
        (_, index) => new Trivial({ taskId: `l${layer}-t${index}`, dag }),
      );
      for (const task of tasks) task.after(above);
      above = tasks;
    }
    await runAll(dag, layers * WIDTH);
  },
});
