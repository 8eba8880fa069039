// W3: a DAG of independent tasks, built, validated and run in this process.

import { DAG } from "airgo";
import { measure } from "./measure.ts";
import { runAll, Trivial } from "./trivial.ts";

void measure({
  title: "W3: independent trivial tasks: build, validate, run",
  unit: "tasks",
  sizes: [2_500, 5_000, 10_000],
  goal: "10,000 tasks in less than 2 s",
  async run(size) {
    const began = performance.now();
    const dag = new DAG("independent");
    for (let index = 0; index < size; index++) new Trivial({ taskId: `t${index}`, dag });
    await runAll(dag, size);
    return performance.now() - began;
  },
});
