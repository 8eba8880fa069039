import { setTimeout as sleep } from "node:timers/promises";
import { DAG, FunctionOperator } from "airgo";

export const dag = new DAG("steps", { defaultArgs: { retries: 1, requestsCpu: "10m" } });

const first = new FunctionOperator({ taskId: "first", dag, callable: () => undefined });
const wait = new FunctionOperator({
  taskId: "wait",
  dag,
  callable: async ({ signal }) => {
    await sleep(Number(process.env.WAIT ?? 0), undefined, { signal });
  },
});
const last = new FunctionOperator({ taskId: "last", dag, callable: () => undefined });

first.before(wait);
wait.before(last);
