// DAGs for the goldens beside those in dags/: between them they use everything that the renderer can say.

import {
  artifactProperty,
  BaseOperator,
  BranchOperator,
  DAG,
  RuntimeParallelizeOperator,
  ShortCircuitOperator,
} from "airgo";

class Plain extends BaseOperator {
  execute() {}
}

class Lister extends BaseOperator {
  execute() {}
  @artifactProperty()
  get rows(): number[] {
    return [1, 2];
  }
}

class Taker extends BaseOperator<{ rows: number[] }> {
  execute() {}
}

class Each extends RuntimeParallelizeOperator<number> {
  execute() {}
}

class Stop extends ShortCircuitOperator {
  execute() {}
  get shortCircuitWhen() {
    return true;
  }
}

class Choose extends BranchOperator {
  choose() {
    return "left";
  }
}

/** Skips: a short circuit, a branch, a fan-out and fan-in below it, a join. */
export function skipsDag(): DAG {
  const dag = new DAG("skips");
  const stop = new Stop({ taskId: "stop", dag });
  const lister = new Lister({ taskId: "lister", dag });
  const each = new Each({ taskId: "each", dag, over: lister.output("rows") });
  const choose = new Choose({ taskId: "choose", dag });
  const left = new Plain({ taskId: "left", dag });
  const right = new Plain({ taskId: "right", dag });
  const join = new Plain({ taskId: "join", dag, triggerRule: "none_failed_min_one_success" });
  stop.before(lister);
  each.before(choose);
  choose.before(left, right);
  join.after(left, right);
  return dag;
}

/** Every trigger rule over the same two upstreams. */
export function rulesDag(): DAG {
  const dag = new DAG("rules");
  const upstream = [new Plain({ taskId: "a", dag }), new Plain({ taskId: "b", dag })];
  for (const triggerRule of [
    "all_success",
    "all_done",
    "all_failed",
    "all_skipped",
    "one_failed",
    "one_success",
    "none_failed",
    "none_failed_min_one_success",
    "none_skipped",
  ] as const) {
    const task = new Plain({ taskId: triggerRule.replaceAll("_", "-"), dag, triggerRule });
    task.after(...upstream);
  }
  return dag;
}

/** Every option of a DAG and of an operator. */
export function optionsDag(): DAG {
  const dag = new DAG("options", {
    description: "Every option: yes, 1:30 and “quotes”",
    schedule: ["0 6 * * MON", "@hourly"],
    timezone: "America/Los_Angeles",
    startDate: "2024-01-01",
    endDate: "2030-12-31T23:59:30Z",
    concurrencyPolicy: "Replace",
    startingDeadlineSeconds: 60,
    suspend: true,
    successfulJobsHistoryLimit: 5,
    failedJobsHistoryLimit: 0,
    parallelism: 4,
    dagrunTimeout: "2h",
    labels: { team: "data", "example.com/tier": "yes" },
    annotations: { "example.com/owner": "Ölga & co" },
  });
  const lister = new Lister({
    taskId: "lister",
    dag,
    retries: 3,
    retryDelay: "30s",
    retryExponentialBackoff: true,
    maxRetryDelay: "10m",
    executionTimeout: "1h",
    requestsCpu: "100m",
    limitsMemory: "1Gi",
    parameters: { LOG_LEVEL: "debug", ODD: 'a"b\\c\n1:30' },
  });
  new Taker({ taskId: "taker", dag, rows: lister.output("rows") });
  return dag;
}
