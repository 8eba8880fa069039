// Classes and functions share one graph.
import { BranchOperator, type Context, DAG, FunctionOperator } from "airgo";

export const dag = new DAG("mixed-styles", {
  params: { region: "north" },
  schedule: "@weekly",
  startDate: "2024-01-01",
});

class WeekendOrNot extends BranchOperator {
  choose(context: Context) {
    const day = context.executionDate.getUTCDay();
    return day === 0 || day === 6 ? "rest" : ["work", "count-orders"];
  }
}

const extract = new FunctionOperator({
  taskId: "extract",
  dag,
  callable: async (context) => [`orders-${context.runId}.csv`],
});
const choose = new WeekendOrNot({ taskId: "choose", dag });
const rest = new FunctionOperator({
  taskId: "rest",
  dag,
  callable: (context) => context.logger.info("Nothing is counted on weekends"),
});
const work = new FunctionOperator({
  taskId: "work",
  dag,
  callable: (context) => context.logger.info("A working day"),
});

const countOrders = dag.task("count-orders", async ({ files }: { files: string[] }, context) => {
  context.logger.info(`Counting ${files.length} files of ${context.params.region}`);
  return files.length;
});
const counted = countOrders({ files: extract.output("return_value") });

extract.before(choose);
choose.before(rest, work, counted);

dag.group("report", () => {
  const write = dag.task("write", async ({ count }: { count: number | null }) => count ?? 0);
  write({ count: counted.orNull() }, { triggerRule: "none_failed" }).after(rest, work);
});
