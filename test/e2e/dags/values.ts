// What crosses between tasks, and how tasks end: each DAG runs in the cluster and here, and has to come to the same.

import { setTimeout as delay } from "node:timers/promises";
import { type Context, DAG, FailTask } from "airgo";

/** Texts that a template engine, a shell, JSON, YAML or a terminal would change. */
export const TEXTS: readonly string[] = [
  "",
  " ",
  "null",
  "true",
  "1e3",
  "{{workflow.name}}",
  "{{item}} {{inputs.parameters.item}} {{=1+1}} {{",
  "}} {{tasks.texts.outputs.parameters.return_value}}",
  "quotes \" ' ` and \\ back \\n slashes",
  "lines\r\nof\n\ttext\n",
  "\u0000\u0007\u001b[31m\u007f\u0085\u2028\ufeff",
  "Grüße, 世界, שלום, 👩‍👩‍👧 \u{e0001}\u{10ffff}",
  "<script>&amp;</script> $(whoami) $HOME %s",
  "json:{}",
  "x".repeat(4000),
];

export const texts = new DAG("texts");
const allTexts = texts.task("texts", async () => [...TEXTS])();
const echo = texts.task("echo", async ({ text }: { text: string }) => text);
const echoed = echo.expand({ text: allTexts });
texts.task("join", async ({ all }: { all: string[] }) => all)({ all: echoed });

/** Objects as items: a list of them is what Argo itself would parse and print again. */
export const objects = new DAG("objects");
const things = objects.task("things", async () => [
  { z: 1, a: "{{workflow.name}}", nested: { list: [1, null, "<&>"], "": {} } },
  { when: new Date("2019-03-07T00:00:00Z"), many: 12345678901234567890n },
])();
const sameThing = objects.task("same", async ({ thing }: { thing: object }) => thing);
objects.task(
  "join",
  async ({ all }: { all: object[] }) => all,
)({
  all: sameThing.expand({ thing: things }),
});

const LARGE = 200 * 1024;

export const large = new DAG("large");
const text = large.task("make", async () => pseudoRandom(LARGE))();
large.task("take", async ({ text }: { text: string }) => {
  if (text !== pseudoRandom(LARGE)) throw new FailTask(`${text.length} characters arrived`);
  return text.length;
})({ text });

export const emptyLists = new DAG("empty-lists");
const none = emptyLists.task("none", async (): Promise<string[]> => [])();
const never = emptyLists.task("never", async ({ item }: { item: string }) => [item]);
const ofNone = never.expand({ item: none });
const again = emptyLists.task("again", async ({ item }: { item: string[] }) => item.length);
const ofNothing = again.expand({ item: ofNone });
emptyLists.task("count", async ({ all }: { all: number[] }) => all.length)({ all: ofNothing });

export const nested = new DAG("nested-fan-outs");
const rows = nested.task("rows", async () => [3, 0, 2])();
const cellsOf = nested.task("cells-of", async ({ row }: { row: number }) =>
  Array.from({ length: row }, (_, at) => `${row}.${at}`),
);
const flatten = nested.task("flatten", async ({ all }: { all: string[][] }) => all.flat());
const upper = nested.task("shout", async ({ cell }: { cell: string }) => `${cell}!`);
const shouted = upper.expand({ cell: flatten({ all: cellsOf.expand({ row: rows }) }) });
nested.task("join", async ({ all }: { all: string[] }) => all.join(" "))({ all: shouted });

export const retried = new DAG("retried", { defaultArgs: { retries: 2, retryDelay: 1 } });
const tries = retried.task("tries", async () => [1, 2, 3])();
const persistent = retried.task("persistent", async ({ at }: { at: number }, context) => {
  if (context.tryNumber < at) throw new Error(`attempt ${context.tryNumber} of item ${at}`);
  return `item ${at} of index ${context.mapIndex} at attempt ${context.tryNumber}`;
});
retried.task("join", async ({ all }: { all: string[] }, context) => {
  if (context.tryNumber === 1) throw new Error("the first attempt");
  return [...all, `join at attempt ${context.tryNumber}`];
})({ all: persistent.expand({ at: tries }) });

export const failing = new DAG("failing", { defaultArgs: { retries: 3 } });
const hopeless = failing.task("hopeless", async (): Promise<string> => {
  throw new FailTask("there is no hope, whatever is tried");
});
failing.task("below", async ({ text }: { text: string }) => text)({ text: hopeless() });
failing
  .task("clean-up", async () => "cleaned")({}, { triggerRule: "all_done" })
  .after(failing.task("beside", async () => "done")());

export const timedOut = new DAG("timed-out", { defaultArgs: { executionTimeout: 2 } });
const slow = timedOut.task("slow", (_: Record<never, never>) => delay(90_000), { retries: 1 });
timedOut
  .task("handles-it", async () => "in time", { triggerRule: "all_failed" })()
  .after(slow());

/** A run that takes longer than it may: tasks that are under way, and tasks that come after. */
export const overdue = new DAG("overdue", { dagrunTimeout: 20 });
const tooLong = (_: Record<never, never>, { signal }: Context) =>
  delay(90_000, undefined, { signal });
const endless = overdue.task("endless", tooLong)();
const stubborn = overdue.task("stubborn", tooLong, { retries: 2 })();
const belowIt = overdue
  .task("below", async () => undefined)()
  .after(endless);
overdue
  .task("clean-up", async () => "cleaned", { triggerRule: "all_done" })()
  .after(endless);
overdue
  .task("alarm", async () => "rung", { triggerRule: "one_failed", retries: 1 })()
  .after(stubborn);
overdue
  .task("none", async () => "none", { triggerRule: "all_skipped" })()
  .after(belowIt);

/** What a task is told of its run; it has to be the same here and there. */
export const told = new DAG("told", { params: { region: "north", limit: 3 } });
const facts = (_: object, context: Context) => ({
  executionDate: context.executionDate,
  isSame: context.executionDate.getTime() === context.logicalDate.getTime(),
  dagId: context.dagId,
  taskId: context.taskId,
  tryNumber: context.tryNumber,
  mapIndex: context.mapIndex,
  params: context.params,
});
const one = told.task("one", facts)();
const two = told.task("two", async () => ["a", "b"])();
const each = told
  .task("each", (_: { item: string }, context) => facts({}, context))
  .expand({ item: two });
told.task("last", async (all: { one: object; each: object[] }) => all)({ one, each });

function pseudoRandom(length: number): string {
  let state = 20190307;
  const characters = Array.from({ length }, () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return String.fromCharCode(33 + (state % 90));
  });
  return characters.join("");
}
