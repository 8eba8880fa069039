// One of each end that a task can have.
import { DAG, FailTask } from "airgo";

export const dag = new DAG("demo", {
  description: "One of each end",
  schedule: "30 4 * * *",
  timezone: "America/Los_Angeles",
  params: { region: "north", rows: 1 },
});

const list = dag.task("list", async () => [1, 2, 3]);
const check = dag.task("check", async ({ n }: { n: number }) => {
  if (n === 2) throw new Error("two is not allowed");
  return n;
});
const total = dag.task("total", async ({ ns }: { ns: number[] }) => ns.length);
const show = dag.task("show", async (_: Record<never, never>, context) => {
  const { params, executionDate } = context;
  context.logger.info(`${params.region} ${params.rows} ${executionDate.toISOString()}`);
  console.log("a line\nand another");
  return `${process.env.GREETING ?? "hello"} ${params.region}`;
});
const shout = dag.task("shout", async ({ text }: { text: string }, context) => {
  context.logger.warn(text.toUpperCase());
});
const isLarge = dag.task("is-large", async () => false);
const split = dag.task("split", async () => "split");
const never = dag.task("never", async () => {
  throw new FailTask("not worth another try");
});

total({ ns: check.expand({ n: list() }) });
shout({ text: show() });
split().after(dag.if(isLarge()).yes);
never({}, { retries: 3 });
