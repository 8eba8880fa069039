// An ETL as functions: fan out over a list that a task puts out, fan in, every edge checked by the compiler.
import { DAG } from "airgo";

export const dag = new DAG("word-lengths", {
  description: "Measures words, one pod a word",
  schedule: "@daily",
  startDate: "2024-01-01",
});

const list = dag.task("list", async (): Promise<string[]> => ["a", "bb", "ccc"]);
const size = dag.task("size", async ({ key }: { key: string }) => key.length, { retries: 3 });
const total = dag.task("total", async ({ sizes }: { sizes: number[] }) =>
  sizes.reduce((a, b) => a + b, 0),
);

const sizes = size.expand({ key: list() }); // one pod an item: string[] -> string -> number
total({ sizes }); //                           fan-in: number[]
size({ key: "x" }, { id: "size-of-x" }); //    a second task of the same handler has its own id and options
