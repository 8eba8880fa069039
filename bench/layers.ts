// W4: layers of 50 tasks, each below all tasks of the layer above, built, validated and run in this process.

import { DAG } from "airgo";
import { measure } from "./measure.ts";
import { runAll, Trivial } from "./trivial.ts";

const WIDTH = 50;

void measure({
  title: "W4: fully connected layers of 50: build, validate, run",
  unit: "edges",
  sizes: [2, 5, 9].map((layers) => layers * WIDTH * WIDTH),
  goal: "500 tasks with 22,500 edges in less than 500 ms",
  async run(edges) {
    const began = performance.now();
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
    return performance.now() - began;
  },
});
