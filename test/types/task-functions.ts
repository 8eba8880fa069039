// Checked by the compiler, never run: what task functions take and refuse.

import { type Context, chain, DAG, type Gate, type StandardSchema, type TaskRef } from "airgo";
import { z } from "zod";
import { exactly } from "./exactly.ts";

interface Item {
  readonly id: string;
  readonly price: number;
}

const dag = new DAG("types", { params: { region: "north", limit: 5 } });

const texts = dag.task("texts", async (): Promise<string[]> => ["a"]);
const numbers = dag.task("numbers", () => [1, 2]);
const items = dag.task("items", async (): Promise<readonly Item[]> => []);
const text = dag.task("text", () => "a");
const size = dag.task("size", async ({ key }: { key: string }) => key.length);
const pair = dag.task("pair", ({ key, n }: { key: string; n: number }) => key.length + n);
const loose = dag.task("loose", ({ key, n }: { key: string; n?: number }) => `${key} ${n}`);
const total = dag.task("total", ({ sizes }: { sizes: number[] }) => sizes.length > 0);
const maybe = dag.task("maybe", ({ key }: { key: string | null }) => key);
const price = dag.task("price", ({ item }: { item: Item }) => item.price);
const dates = dag.task("dates", () => new Map([["first", new Date(0)]]));
const latest = dag.task("latest", ({ dates }: { dates: Map<string, Date> }) => dates.get("first"));

// Results.
exactly<TaskRef<string[]>>()(texts());
exactly<TaskRef<number>>()(size({ key: "a" }));
exactly<TaskRef<Map<string, Date>>>()(dates());

// One value to one input.
size({ key: text() });
size({ key: "literal" });
maybe({ key: text().orNull() });
maybe({ key: null });
latest({ dates: dates() });
loose({ key: "a" });
loose({ key: "a", n: size({ key: "b" }) });
// @ts-expect-error number is not string
size({ key: size({ key: "a" }) });
// @ts-expect-error string[] is not string
size({ key: texts() });
// @ts-expect-error a literal of the wrong type
size({ key: 5 });
// @ts-expect-error what may be null is taken by an input that may be null
size({ key: text().orNull() });
// @ts-expect-error an input is missing
size({});
// @ts-expect-error all inputs are missing
size();
// @ts-expect-error one of two inputs is missing
pair({ key: "a" });
// @ts-expect-error an input that the handler does not have
size({ key: "a", other: 1 });
// @ts-expect-error the inputs are named
size(text());
// @ts-expect-error a function that was not called is no value
size({ key: text });
// @ts-expect-error an optional input has a type too
loose({ key: "a", n: text() });
// @ts-expect-error a handler without inputs takes none
texts({ key: "a" });
// @ts-expect-error nor anything else
texts(5);
// @ts-expect-error Map<string, Date> is not Map<string, string>
dag.task("wrong", (_: { dates: Map<string, string> }) => 1)({ dates: dates() });

// Fan-out: T[] to T, and its result R[].
exactly<TaskRef<number[]>>()(size.expand({ key: texts() }));
exactly<TaskRef<number[]>>()(price.expand({ item: items() }));
exactly<TaskRef<string[]>>()(loose.expand({ key: texts() }));
exactly<TaskRef<number[]>>()(pair.partial({ n: 1 }).expand({ key: texts() }));
pair.partial({ n: size({ key: "a" }) }).expand({ key: texts() });
pair.partial({ key: text() }).expand({ n: size.expand({ key: texts() }) });
total({ sizes: size.expand({ key: texts() }) });
// @ts-expect-error number[] to an input of string
size.expand({ key: numbers() });
// @ts-expect-error a string is no list
size.expand({ key: text() });
// @ts-expect-error a literal list is a loop
size.expand({ key: ["a", "b"] });
// @ts-expect-error no such input
size.expand({ kee: texts() });
// @ts-expect-error nothing to expand over
size.expand({});
// @ts-expect-error two lists are one list of objects
pair.expand({ key: texts(), n: numbers() });
// @ts-expect-error the other input is given to partial()
pair.expand({ key: texts() });
// @ts-expect-error an input that must be given is not left out
loose.expand({ n: numbers() });
// @ts-expect-error an optional input goes to partial() too
loose.expand({ key: texts(), n: numbers() });
// @ts-expect-error a constant of the wrong type
pair.partial({ n: "1" }).expand({ key: texts() });
// @ts-expect-error a constant from a reference of the wrong type
pair.partial({ n: text() });
// @ts-expect-error a constant that is no input
pair.partial({ n: 1, other: 2 });
// @ts-expect-error no input is left for the items
pair.partial({ n: 1, key: "a" }).expand({ key: texts() });
// @ts-expect-error an object's field has another type
price.expand({ item: dag.task("w", () => [{ id: 1, price: 1 }])() });

// Fan-in.
// @ts-expect-error one value is no list
total({ sizes: size({ key: "a" }) });
// @ts-expect-error string[] is not number[]
total({ sizes: loose.expand({ key: texts() }) });
// @ts-expect-error the list of a fan-out is no single value
size({ key: loose.expand({ key: texts() }) });

// Options of a function and of a call.
dag.task("options", () => 1, { retries: 3, template: "big" })({}, { id: "again", retries: 1 });
// @ts-expect-error no such option
dag.task("options", () => 1, { retires: 3 });
// @ts-expect-error a call names its task with id
text({}, { taskId: "again" });
// @ts-expect-error an option of the wrong type
text({}, { id: "again", retries: "1" });

// Gates.
const { yes, no } = dag.if(total({ sizes: numbers() }));
exactly<Gate>()(yes);
const kind = dag.task("kind", (): "small" | "large" => "small")();
const ways = dag.switch(kind, ["small", "large"]);
exactly<{ readonly small: Gate; readonly large: Gate }>()(ways);
text().after(yes, [no, ways.small]);
ways.large.before(text(), [texts()]);
// @ts-expect-error a gate is decided by a boolean
dag.if(text());
// @ts-expect-error which is there
dag.if(total({ sizes: numbers() }).orNull());
// @ts-expect-error a function that was not called decides nothing
dag.if(total);
// @ts-expect-error no such case
ways.huge;
// @ts-expect-error the value is never "huge"
dag.switch(kind, ["small", "huge"]);
// @ts-expect-error cases are of a text
dag.switch(size({ key: "a" }), ["1"]);
// @ts-expect-error a gate stands above an edge, not below
yes.before(no);
// @ts-expect-error nor in a chain
chain(text(), yes);

// Edges.
text().before(texts(), [numbers()]).after(dates());
// @ts-expect-error a function that was not called is no task
text().before(texts);
// @ts-expect-error a reference that may be null is no task
text().after(texts().orNull());
// @ts-expect-error a text is no task
chain(text(), "texts");

// Short circuits.
exactly<TaskRef<boolean>>()(dag.shortCircuit("stop", async () => true)());
dag.shortCircuit("is-low", ({ n }: { n: number }) => n < 5)({ n: size({ key: "a" }) });
// @ts-expect-error a short circuit returns a boolean
dag.shortCircuit("stop", () => "yes");

// Contexts and parameters.
exactly<{ region: string; limit: number }>()(dag.params);
dag.task("told", (_: Record<never, never>, context) => {
  exactly<string>()(context.params.region);
  exactly<number>()(context.mapIndex);
  // @ts-expect-error the DAG has no such parameter
  context.params.place;
  // @ts-expect-error a context is read
  context.taskId = "other";
  return context.params.limit;
})();
dag.task("plain", (_: Record<never, never>, context: Context) => context.params)();
// @ts-expect-error parameters are an object
new DAG("wrong", { params: "north" });
// @ts-expect-error no such option of a DAG
new DAG("wrong", { catchup: true });
// @ts-expect-error no such policy
new DAG("wrong", { concurrencyPolicy: "Wait" });
// @ts-expect-error the id comes first
new DAG({ dagId: "wrong" });
// @ts-expect-error defaultArgs has no place for what each operator has of its own
new DAG("wrong", { defaultArgs: { taskId: "a" } });

// Schemas.
const Row = z.object({ id: z.string(), price: z.number() });
dag.task("checked", ({ id, price }: Item) => `${id} ${price}`, { input: Row, output: z.string() });
const anyNumber: StandardSchema<number> = z.number();
dag.task("numbered", () => 1, { output: anyNumber });
// @ts-expect-error a schema that gives another type than the handler takes
dag.task("checked", ({ id }: { id: number }) => id, { input: Row });
// @ts-expect-error a schema that gives another type than the handler returns
dag.task("checked", ({ id }: Item) => id, { output: z.number() });
