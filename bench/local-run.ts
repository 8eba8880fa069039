// W3: a DAG of independent tasks, built, validated and run in this process.

import { DAG } from "airgo";
import { runAll, Trivial } from "./trivial.ts";
import { measure } from "./workload.ts";

void measure({
  workload: "W3",
  what: "10,000 independent tasks: build, validate, run",
  unit: "tasks",
  sizes: [2_500, 5_000, 10_000],
  goal: "< 2 s",
  async run(size) {
    const dag = new DAG("independent");
    for (let index = 0; index < size; index++) new Trivial({ taskId: `t${index}`, dag });
    await runAll(dag, size);
  },
});
