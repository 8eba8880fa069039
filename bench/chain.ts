// W5: a chain of tasks, built, validated and run in this process.

import { chain, DAG } from "airgo";
import { runAll, Trivial } from "./trivial.ts";
import { measure } from "./workload.ts";

void measure({
  workload: "W5",
  what: "a chain of 10,000 tasks: build, validate, run",
  unit: "tasks",
  sizes: [2_500, 5_000, 10_000],
  goal: "no recursion, linear",
  async run(size) {
    const dag = new DAG("chain");
    const tasks = Array.from(
      { length: size },
      (_, index) => new Trivial({ taskId: `t${index}`, dag }),
    );
    chain(...tasks);
    await runAll(dag, size);
  },
});
