// DAG files, as a person would write them into the project.

/** Logs the parameter that the run was given. */
export const ECHO = `import { DAG } from "airgo";

export const dag = new DAG("echo", { params: { greeting: "" } });
dag.task("say", async (_: object, context) => context.logger.info(context.params.greeting))();
`;

/** Waits until it is told to stop. */
export const SLOW = `import { DAG } from "airgo";

export const dag = new DAG("slow");
dag.task("wait", async (_: object, { logger, signal }) => {
  logger.info("waiting");
  await new Promise((_, reject) => {
    const timer = setTimeout(() => {}, 60_000);
    signal.onabort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
  });
})();
`;

export function smallDag(dagId: string): string {
  return `import { DAG } from "airgo";

export const dag = new DAG("${dagId}");
dag.task("only", async () => "done")();
`;
}

/** A module that takes both entries of the package, and relies on their types. */
export const CONSUMER = `import { DAG } from "airgo";
import { runDag } from "airgo/testing";

const dag: DAG = new DAG("a-dag", { scheduleInterval: "@daily" });
const list = dag.task("list", async (): Promise<string[]> => ["a"]);
const size = dag.task("size", async ({ key }: { key: string }) => key.length);
size.expand({ key: list() });
// @ts-expect-error: a list of texts is no text
size({ key: list() }, { id: "other" });
export const phases: Promise<Readonly<Record<string, string>>> = runDag(dag).then(
  (run) => run.phases,
);
`;
