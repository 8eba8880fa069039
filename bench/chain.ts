// W5: a chain of tasks, built, validated and run in this process.

import { chain, DAG } from "airgo";
import { measure } from "./measure.ts";
import { runAll, Trivial } from "./trivial.ts";

void measure({
  title: "W5: a chain: build, validate, run",
  unit: "tasks",
  sizes: [2_500, 5_000, 10_000],
  goal: "10,000 tasks without recursion, linear",
  async run(size) {
    const began = performance.now();
    const dag = new DAG("chain");
    const tasks = Array.from(
      { length: size },
      (_, index) => new Trivial({ taskId: `t${index}`, dag }),
    );
    chain(...tasks);
    await runAll(dag, size);
    return performance.now() - began;
  },
});
