import assert from "node:assert/strict";
import test from "node:test";
import { dag, id, only, play, STOPS, task, value } from "./hand-made-dag.ts";

const over = (taskId: string, output = "items") => ({ over: { taskId: id(taskId), output } });
const reads = (taskId: string, output: string, form: "value" | "mapped" = "value") => ({
  inputs: [{ name: "x", from: { taskId: id(taskId), output }, form, orNull: false }],
});
const list = (items: unknown) => () => ({ outputs: { items: JSON.stringify(items) } });

test("tasks run after their upstreams, and side by side otherwise", async () => {
  const seen: string[] = [];
  const note = (name: string) => async () => {
    seen.push(`+${name}`);
    await new Promise(setImmediate);
    seen.push(`-${name}`);
    return 0;
  };
  const spec = dag([task("a"), task("b", ["a"]), task("c", ["a"]), task("d", ["b", "c"])]);
  await play(spec, { a: note("a"), b: note("b"), c: note("c"), d: note("d") });
  assert.deepEqual(seen, ["+a", "-a", "+b", "+c", "-b", "-c", "+d", "-d"]);
});

test("an attempt is told its number, and exit 99 ends the retries", async () => {
  const tries: number[] = [];
  const { outcome, events } = await play(dag([task("a", [], { retries: 5 })]), {
    a: ({ tryNumber }) => {
      tries.push(tryNumber);
      return tryNumber === 3 ? 99 : 1;
    },
  });
  assert.deepEqual(tries, [1, 2, 3]);
  assert.equal(outcome.tasks.get(id("a"))?.phase, "Failed");
  assert.equal(only(events, "attempt-failed").at(-1)?.retryIn, undefined);
});

test("delays double and are capped, and pass in virtual time", async () => {
  const retrying = {
    retries: 4,
    retryDelay: 60,
    retryExponentialBackoff: true,
    maxRetryDelay: 200,
  };
  const { events } = await play(dag([task("a", [], retrying)]), { a: () => 1 });
  const delays = only(events, "attempt-failed").map(({ retryIn }) => retryIn);
  assert.deepEqual(delays, [60, 120, 200, 200, undefined]);
});

test("virtual time passes only when nothing else is left to do", async () => {
  const seen: string[] = [];
  const note = (name: string) => async () => {
    await new Promise((done) => setTimeout(done, 5));
    seen.push(name);
    return 0;
  };
  const waiting = task("waits", [], { retries: 1, retryDelay: 1 });
  await play(dag([waiting, task("a"), task("b", ["a"])]), {
    waits: ({ tryNumber }) => {
      seen.push(`waits ${tryNumber}`);
      return tryNumber === 1 ? 1 : 0;
    },
    a: note("a"),
    b: note("b"),
  });
  assert.deepEqual(seen, ["waits 1", "a", "b", "waits 2"]);
});

test("real delays really pass", async () => {
  const began = performance.now();
  const spec = dag([task("a", [], { retries: 1, retryDelay: 0.05 })]);
  await play(spec, { a: ({ tryNumber }) => (tryNumber === 1 ? 1 : 0) }, { realDelays: true });
  assert.ok(performance.now() - began >= 45);
});

test("exit 0 without a declared output is Error, is retried, and a default hides it", async () => {
  const spec = dag([
    task("bare", [], { outputs: [value("v")], retries: 1 }),
    task("defaulted", [], { outputs: [value("v", "value", "null")] }),
  ]);
  const { outcome, events } = await play(spec, {});
  assert.equal(outcome.tasks.get(id("bare"))?.phase, "Error");
  assert.equal(outcome.tasks.get(id("bare"))?.attempts, 2);
  assert.equal(outcome.tasks.get(id("defaulted"))?.outputs.get("v"), "null");
  assert.equal(outcome.phase, "Error");
  assert.match(only(events, "attempt-failed")[0]?.message ?? "", /"v" was not written/);
});

test("an output that Argo would substitute again, or cannot quote, is Error", async () => {
  const spec = dag([
    task("braces", [], { outputs: [value("v")] }),
    task("control", [], { outputs: [value("v")] }),
  ]);
  const { phases } = await play(spec, {
    braces: () => ({ outputs: { v: '"{{x}}"' } }),
    control: () => ({ outputs: { v: '"\u001b"' } }),
  });
  assert.deepEqual(phases, { braces: "Error", control: "Error" });
});

test("exactly one trailing newline of an output is stripped", async () => {
  const spec = dag([task("a", [], { outputs: [value("v")] }), task("b", ["a"], reads("a", "v"))]);
  const { outcome } = await play(spec, { a: () => ({ outputs: { v: "1\n\n" } }) });
  assert.equal(outcome.tasks.get(id("b"))?.inputs.get("x"), "1\n");
});

test("a fan-out runs its items in order and hands their outputs on as one list", async () => {
  const spec = dag([
    task("g", [], { outputs: [value("items", "list")] }),
    task("m", ["g"], { ...over("g"), outputs: [value("r", "mapped", "[]")] }),
    task("j", ["m"], reads("m", "r", "mapped")),
  ]);
  const { outcome } = await play(spec, {
    g: list(["b", "a", "c"]),
    m: ({ item, mapIndex }) => ({ outputs: { r: `json:"${item}${mapIndex}"` } }),
  });
  assert.equal(
    outcome.tasks.get(id("j"))?.inputs.get("x"),
    '["json:\\"b0\\"","json:\\"a1\\"","json:\\"c2\\""]',
  );
});

test("outputs of a fan-out that all look like JSON are parsed and printed again, as the controller does", async () => {
  const spec = dag([
    task("g", [], { outputs: [value("items", "list")] }),
    task("m", ["g"], { ...over("g"), outputs: [value("r", "mapped", "[]")] }),
  ]);
  const gathered = async (texts: readonly string[]) => {
    const { outcome } = await play(spec, {
      g: list(texts),
      m: ({ item = "" }) => ({ outputs: { r: item } }),
    });
    return outcome.tasks.get(id("m"))?.outputs.get("r");
  };
  assert.equal(await gathered(['{"b":1,"a":"<\\u007b"}', "[1.0]"]), '[{"a":"\\u003c{","b":1},[1]]');
  assert.equal(await gathered(['{"b":1}', "2"]), '["{\\"b\\":1}","2"]');
});

test("items that are no texts reach their tasks as compact JSON with sorted keys", async () => {
  const items: unknown[] = [];
  const spec = dag([
    task("g", [], { outputs: [value("items", "list")] }),
    task("m", ["g"], over("g")),
  ]);
  await play(spec, {
    g: list([1.5, null, { "10": 1, "9": 2 }, [true]]),
    m: ({ item }) => {
      items.push(item);
      return 0;
    },
  });
  assert.deepEqual(items, ["1.5", "null", '{"10":1,"9":2}', "[true]"]);
});

test("a list that is null or empty is Skipped, and what is no list is Error", async () => {
  const spec = dag([
    task("g", [], { outputs: [value("items", "list")] }),
    task("m", ["g"], over("g")),
  ]);
  for (const [items, phase] of [
    ["[]", "Skipped"],
    ["null", "Skipped"],
    ["{}", "Error"],
    ["", "Error"],
  ] as const) {
    const { phases } = await play(spec, { g: () => ({ outputs: { items } }) });
    assert.equal(phases.m, phase, items);
  }
});

test("the last failing item gives a fan-out its phase, after all items have ended", async () => {
  const spec = dag([
    task("g", [], { outputs: [value("items", "list")] }),
    task("m", ["g"], { ...over("g"), outputs: [value("r", "mapped")] }),
  ]);
  const { outcome } = await play(spec, {
    g: list(["a", "b", "c"]),
    m: ({ item }) => (item === "a" ? 1 : item === "b" ? 0 : { outputs: { r: "json:1" } }),
  });
  const m = outcome.tasks.get(id("m"));
  assert.deepEqual(
    m?.items?.map(({ phase }) => phase),
    ["Failed", "Error", "Succeeded"],
  );
  assert.equal(m?.phase, "Error");
  assert.equal(m?.outputs.get("r"), '["json:1"]');
  assert.equal(m?.message, "2 of 3 items failed");
});

test("attempts at a time never exceed the concurrency, nor the DAG's parallelism", async () => {
  for (const [concurrency, parallelism, most] of [
    [2, undefined, 2],
    [8, 3, 3],
  ] as const) {
    let running = 0;
    let peak = 0;
    const spec = dag(
      [task("g", [], { outputs: [value("items", "list")] }), task("m", ["g"], over("g"))],
      { parallelism },
    );
    const count = async () => {
      running += 1;
      peak = Math.max(peak, running);
      await new Promise(setImmediate);
      running -= 1;
      return 0;
    };
    await play(spec, { g: list("abcdefgh".split("")), m: count }, { concurrency });
    assert.equal(peak, most);
  }
});

test("a long fan-out does not keep the tasks beside it waiting", async () => {
  const seen: string[] = [];
  const spec = dag([
    task("g", [], { outputs: [value("items", "list")] }),
    task("m", ["g"], over("g")),
    task("beside", ["g"]),
  ]);
  await play(
    spec,
    {
      g: list("abcdefgh".split("")),
      m: ({ item = "" }) => Number(seen.push(item)) * 0,
      beside: () => Number(seen.push("beside")) * 0,
    },
    { concurrency: 1 },
  );
  assert.ok(seen.indexOf("beside") < 3, seen.join(" "));
});

test("every skip names what caused it, and every omission the tasks that failed", async () => {
  const gate = (upstream: string, way: string) => ({
    gates: [{ upstream: id(upstream), parameters: [`to_${way}`] }],
  });
  const spec = dag([
    task("stop", [], { kind: "short-circuit", outputs: [STOPS] }),
    task("below", ["stop"]),
    task("far-below", ["below"]),
    task("choose", [], {
      kind: "branch",
      outputs: [
        { kind: "way", parameter: "to_left", opens: "left", of: undefined, whenSkipped: "false" },
      ],
    }),
    task("left", ["choose"], gate("choose", "left")),
    task("fails"),
    task("also-fails"),
    task("omitted", ["fails", "also-fails"]),
    task("far-omitted", ["omitted"]),
    task("fine"),
    task("alarm", ["fine"], { triggerRule: "one_failed" }),
    task("after-alarm", ["alarm", "fine"]),
    task("g", [], { outputs: [value("items", "list")] }),
    task("m", ["g"], over("g")),
  ]);
  const { events } = await play(spec, {
    stop: () => ({ outputs: { short_circuit: "true" } }),
    choose: () => ({ outputs: { to_left: "false" } }),
    fails: () => 1,
    "also-fails": () => 1,
    g: list([]),
  });
  const causes = only(events, "task-skipped").map(({ taskId, cause }) => [taskId, cause]);
  assert.deepEqual(Object.fromEntries(causes), {
    below: { by: "short-circuit", taskId: "stop" },
    "far-below": { by: "short-circuit", taskId: "stop" },
    left: { by: "branch", taskId: "choose" },
    alarm: { by: "trigger-rule", taskId: "alarm", rule: "one_failed" },
    "after-alarm": { by: "trigger-rule", taskId: "alarm", rule: "one_failed" },
    m: { by: "empty-list", taskId: "g" },
  });
  const omitted = only(events, "task-omitted").map(({ taskId, failed }) => [taskId, failed]);
  assert.deepEqual(Object.fromEntries(omitted), {
    omitted: ["fails", "also-fails"],
    "far-omitted": ["fails", "also-fails"],
  });
});

test("a task whose input was never put out is Error, as it would wait for ever in the cluster", async () => {
  const spec = dag([
    task("a", [], { outputs: [value("v")] }),
    task("b", ["a"], { ...reads("a", "v"), triggerRule: "all_done" }),
  ]);
  const { outcome } = await play(spec, { a: () => 1 });
  assert.equal(outcome.tasks.get(id("b"))?.phase, "Error");
  assert.match(outcome.tasks.get(id("b"))?.message ?? "", /"v" of "a", which was never put out/);
});

test("only the selected tasks run, and what is not selected counts as done", async () => {
  const spec = dag([
    task("stop", [], { kind: "short-circuit", outputs: [STOPS] }),
    task("b", ["stop"]),
    task("c", ["b"]),
    task("d", ["c"]),
  ]);
  const { phases } = await play(spec, {}, { selection: new Set(["b", "c"]) });
  assert.deepEqual(phases, { b: "Succeeded", c: "Succeeded" });
});

test("a runner that cannot run an attempt fails it", async () => {
  const { outcome } = await play(dag([task("a")]), {
    a: () => {
      throw new Error("no such image");
    },
  });
  assert.match(outcome.tasks.get(id("a"))?.message ?? "", /no such image/);
});

test("of several leaves that failed, the last by name gives the run its phase", async () => {
  const spec = dag([task("z"), task("m", [], { outputs: [value("v")] }), task("a")]);
  const { outcome } = await play(spec, { z: () => 1 });
  assert.equal(outcome.phase, "Failed");
  const turned = dag([task("z", [], { outputs: [value("v")] }), task("m"), task("a")]);
  assert.equal((await play(turned, { m: () => 1 })).outcome.phase, "Error");
});

test("a resumed run keeps what succeeded below a skip, and runs an item again whose value has changed", async () => {
  const spec = dag([
    task("stop", [], {
      kind: "short-circuit",
      outputs: [STOPS],
      ignoreDownstreamTriggerRules: false,
    }),
    task("skipped", ["stop"]),
    task("kept", ["skipped"], { triggerRule: "none_failed" }),
    task("g", [], { outputs: [value("items", "list")] }),
    task("again", ["g"], { triggerRule: "all_done" }),
    task("m", ["g"], over("g")),
  ]);
  const bodies = {
    stop: () => ({ outputs: { short_circuit: "true" } }),
    g: list(["a", "b", "c"]),
    m: ({ item }: { item: string | undefined }) => (item === "c" ? 1 : 0),
  };
  const first = await play(spec, bodies);
  assert.equal(first.outcome.phase, "Failed");
  const recorded = new Map(first.outcome.tasks);
  recorded.delete(id("g"));
  const ran: string[] = [];
  const note = ({ taskId, item = "" }: { taskId: string; item: string | undefined }) =>
    Number(ran.push(`${taskId} ${item}`)) * 0;
  const second = await play(
    spec,
    { stop: note, skipped: note, kept: note, again: note, m: note, g: list(["a", "x", "c"]) },
    { recorded },
  );
  assert.equal(second.outcome.phase, "Succeeded");
  assert.deepEqual(ran.sort(), ["again ", "m c", "m x"]);
  assert.deepEqual(
    only(second.events, "task-reused").map(({ taskId }) => taskId),
    ["stop", "kept"],
  );
});

test("a task's time begins with its first attempt, not while it waits for its turn", async () => {
  let clock = 0;
  const work = async () => {
    await new Promise(setImmediate);
    clock += 1000;
    return { outputs: { items: '["1","2"]' } };
  };
  const items = value("items", "list");
  const spec = dag([task("a", [], { outputs: [items] }), task("b"), task("m", ["a"], over("a"))]);
  const settings = { concurrency: 1, now: () => new Date(clock) };
  const { outcome } = await play(spec, { a: work, b: work, m: work }, settings);
  const spans = [...outcome.tasks].map(([taskId, { startedAt, finishedAt }]) => [
    taskId,
    Number(startedAt),
    Number(finishedAt),
  ]);
  assert.deepEqual(spans.sort(), [
    ["a", 0, 1000],
    ["b", 1000, 2000],
    ["m", 2000, 4000],
  ]);
});
