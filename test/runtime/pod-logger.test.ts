import assert from "node:assert/strict";
import test from "node:test";
import pino from "pino";
import { createLogger, type LogLevel } from "../../runtime/logger/create-logger.ts";
import { createLocalLogger } from "../../runtime/logger/local-logger.ts";
import { createPodLogger } from "../../runtime/logger/pod-logger.ts";
import type { Logger } from "../../src/core/logger.ts";

const bindings = { dagId: "etl", taskId: "load", runId: "r1", tryNumber: 2, mapIndex: 3 };
const now = (): number => Date.UTC(2019, 2, 7, 4, 5, 6);

function podLines(log: (logger: Logger) => void, level?: LogLevel): Record<string, unknown>[] {
  let text = "";
  log(createPodLogger({ bindings, level, now, write: (line) => (text += line) }));
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

function localText(log: (logger: Logger) => void): string {
  let text = "";
  log(createLocalLogger({ bindings, now, colors: false, write: (line) => (text += line) }));
  return text;
}

test("a pod's line is pino's JSON with the DAG, the task, the run, the try and the map index", () => {
  assert.deepStrictEqual(
    podLines((logger) => logger.info("hello %s", "you")),
    [{ level: 30, time: now(), ...bindings, msg: "hello you" }],
  );
});

test("fields and a child's bindings are in the line, and the user's own objects stay as they were", () => {
  const fields = { rows: 3, err: new Error("e") };
  const [line] = podLines((logger) =>
    logger.child({ part: 1 }).child({ sub: 2 }).warn(fields, "read"),
  );
  assert.deepStrictEqual(
    { ...line, err: 0 },
    { level: 40, time: now(), ...bindings, part: 1, sub: 2, rows: 3, err: 0, msg: "read" },
  );
  assert.ok(fields.err instanceof Error);
});

test("a pod does not write debug lines until it is told to", () => {
  const log = (logger: Logger): void => logger.debug("d");
  assert.equal(podLines(log).length, 0);
  assert.equal(podLines(log, "debug").length, 1);
  assert.equal(podLines((logger) => logger.info("i"), "error").length, 0);
});

test("an error in place of the fields, or in a field, shows its stack and its cause", () => {
  const error = Object.assign(new TypeError("bad", { cause: new Error("root") }), { status: 404 });
  for (const log of [
    (logger: Logger) => logger.error(error),
    (logger: Logger) => logger.error({ err: error }, "bad"),
  ]) {
    const [line] = podLines(log);
    assert.equal(line?.msg, "bad");
    const { type, message, stack, cause, status } = Object(line?.err);
    assert.deepEqual([type, message, status], ["TypeError", "bad", 404]);
    assert.match(stack, /TypeError: bad\n +at /);
    assert.match(cause.stack, /Error: root\n +at /);
  }
  assert.equal(podLines((logger) => logger.error(error, "while reading"))[0]?.msg, "while reading");
});

test("what JSON cannot say does not keep a line from being written", () => {
  const loop: { self?: unknown } = {};
  loop.self = loop;
  const broken = {
    toJSON() {
      throw new Error("no");
    },
  };
  const [line] = podLines((logger) =>
    logger.info({ loop, broken, n: 12n, m: new Map([["a", 1]]), ok: 1 }, "m"),
  );
  assert.match(String(line?.loop), /^\[not JSON: Converting circular/);
  assert.equal(line?.broken, "[not JSON: no]");
  assert.deepEqual([line?.n, line?.m, line?.ok, line?.msg], ["12", [["a", 1]], 1, "m"]);
});

test("methods work without their logger", () => {
  const [line] = podLines(({ info }) => info("free"));
  assert.equal(line?.msg, "free");
});

test("a line for people names the item and the try, and not what the whole run shares", () => {
  assert.equal(
    localText((logger) => logger.info({ rows: 3, name: "a b" }, "read %d", 7)),
    "04:05:06 INFO  load[3] (try 2): read 7 rows=3 name='a b'\n",
  );
});

test("a line for people prints an error's stack below itself", () => {
  const text = localText((logger) => logger.error(new Error("bad")));
  assert.match(text, /^04:05:06 ERROR load\[3\] \(try 2\): bad\n {2}Error: bad\n {6}at /);
});

test("levels are coloured on a terminal only", () => {
  let text = "";
  const logger = createLocalLogger({
    bindings: {},
    now,
    colors: true,
    write: (line) => (text += line),
  });
  logger.error("bad");
  logger.info("good");
  assert.equal(text, "04:05:06 \u001b[31mERROR\u001b[0m bad\n04:05:06 INFO  good\n");
});

test("records can be kept as they are", () => {
  const records: unknown[] = [];
  createLogger((record) => records.push(record), { bindings, now }).info({ rows: 1 }, "m");
  assert.deepEqual(records, [{ level: 30, time: now(), ...bindings, rows: 1, msg: "m" }]);
});

test("a call gives the line that pino gives", () => {
  const calls: readonly (readonly unknown[])[] = [
    ["plain"],
    ["one %s, two %d, three %i", "a", 2.5, 3.7],
    ["as JSON %j and %o, per cent %%, missing %s", { a: [1] }, { b: 2 }],
    ["too many", 1, 2],
    ["nothing for %s"],
    [{ rows: 3 }],
    [{ rows: 3 }, "read %d", 3],
    [{ rows: 3 }, undefined],
    [null, "of nothing"],
    [5],
    ["unicode é漢😀 \u2028 and \u0000"],
  ];
  for (const call of calls) {
    const theirs: string[] = [];
    const real = pino({ base: bindings }, { write: (line: string) => theirs.push(line) });
    Reflect.apply(real.info, real, call);
    const [ours] = podLines((logger) => Reflect.apply(logger.info, logger, call));
    const [line = ""] = theirs;
    assert.deepEqual({ ...ours, time: 0 }, { ...JSON.parse(line), time: 0 }, String(call[0]));
  }
});
