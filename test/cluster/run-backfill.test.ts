import assert from "node:assert/strict";
import test, { type TestContext } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import type { BackfillEvent, BackfillSummary } from "../../src/cluster/backfill-event.ts";
import { readLedger } from "../../src/cluster/backfill-ledger.ts";
import { SYSTEM_CLOCK } from "../../src/cluster/clock.ts";
import { VIAS, type Via } from "../../src/cluster/cluster.ts";
import { detachBackfill } from "../../src/cluster/detach-backfill.ts";
import { openCluster } from "../../src/cluster/open-cluster.ts";
import { patientCluster } from "../../src/cluster/patient-cluster.ts";
import { planBackfill } from "../../src/cluster/plan-backfill.ts";
import { runBackfill } from "../../src/cluster/run-backfill.ts";
import { exampleSpec, SETTINGS } from "./example-dag.ts";
import { FakeCluster } from "./fake-cluster.ts";

const START = Date.parse("2024-01-01T00:00:00Z");

interface BackfillCall {
  /** Hours from the DAG's startDate on. */
  readonly dates: number;
  readonly from?: number;
  readonly maxActive?: number;
  readonly rerunFailed?: boolean;
  readonly via?: Via;
  readonly signal?: AbortSignal;
  readonly patienceSeconds?: number;
}

/** A command's work on the fake cluster, and what it told. */
class Backfill {
  readonly events: BackfillEvent[] = [];
  readonly #fake: FakeCluster;
  readonly #call: BackfillCall;

  constructor(fake: FakeCluster, call: BackfillCall) {
    this.#fake = fake;
    this.#call = call;
  }

  async run(): Promise<BackfillSummary> {
    const { options, cluster, ledger } = await this.#open();
    return runBackfill(ledger, cluster, { ...options, pollSeconds: 0.05 });
  }

  async detach(): Promise<number> {
    const { options, cluster, ledger } = await this.#open();
    return detachBackfill(ledger, cluster, options);
  }

  kinds(): string[] {
    return this.events.map(({ kind }) => kind);
  }

  async #open() {
    const { dates, from = 0, maxActive = 1, rerunFailed = false, via, ...rest } = this.#call;
    const { signal = new AbortController().signal, patienceSeconds } = rest;
    const report = (event: BackfillEvent) => void this.events.push(event);
    const base = { clock: SYSTEM_CLOCK, signal, report, maxActive };
    const plan = planBackfill(exampleSpec(), {
      settings: SETTINGS,
      now: new Date(),
      startDate: new Date(START + from * 3_600_000),
      endDate: new Date(START + (from + dates - 1) * 3_600_000),
    });
    const env = { ...this.#fake.env };
    const direct = await openCluster({ namespace: "argo", env, via });
    const cluster = patientCluster(direct, { ...base, patienceSeconds });
    const ledger = await readLedger(plan, cluster, { rerunFailed });
    return { options: base, cluster, ledger };
  }
}

function setUp(t: TestContext, settings: Parameters<FakeCluster["set"]>[0] = {}): FakeCluster {
  const fake = new FakeCluster(t);
  fake.set({ runningMs: 30, ...settings });
  return fake;
}

function nameOf(hour: number): string {
  return `shop-etl-bf-${START / 1000 + hour * 3600}`;
}

function createdIn(fake: FakeCluster): string[] {
  return fake.history("created").map(({ name }) => name);
}

for (const via of VIAS) {
  test(`${via}: each run is created when there is room for it, in the order of the dates`, async (t) => {
    const fake = setUp(t, { runningMs: 200 });
    const { counts, created } = await new Backfill(fake, { dates: 7, maxActive: 3, via }).run();
    assert.deepEqual(counts, { missing: 0, active: 0, succeeded: 7, failed: 0, lost: 0 });
    assert.equal(created, 7);
    assert.deepEqual(createdIn(fake), [0, 1, 2, 3, 4, 5, 6].map(nameOf));
    assert.ok(fake.mostActive() <= 3);
  });

  test(`${via}: what is there already is left alone, whatever became of it`, async (t) => {
    const fake = setUp(t, { failing: [nameOf(1)] });
    await new Backfill(fake, { dates: 3, via }).run();
    const again = new Backfill(fake, { dates: 4, via });
    const { counts, created, failed } = await again.run();
    assert.deepEqual(counts, { missing: 0, active: 0, succeeded: 3, failed: 1, lost: 0 });
    assert.equal(created, 1);
    assert.deepEqual(
      failed.map(({ run }) => run.name),
      [nameOf(1)],
    );
    assert.deepEqual(createdIn(fake), [0, 1, 2, 3].map(nameOf));
  });
}

test("asked to, it replaces what has failed and nothing else, after saying which", async (t) => {
  const fake = setUp(t, { failing: [nameOf(0), nameOf(2)] });
  await new Backfill(fake, { dates: 3 }).run();
  const again = new Backfill(fake, { dates: 3, rerunFailed: true });
  const { counts } = await again.run();
  assert.equal(counts.succeeded, 3);
  const [started] = again.events;
  assert.ok(started?.kind === "backfill-started");
  assert.deepEqual(
    started.replaced.map(({ run, found }) => [run.name, found?.phase]),
    [
      [nameOf(0), "Failed"],
      [nameOf(2), "Failed"],
    ],
  );
  assert.deepEqual(
    fake.history("deleted").map(({ name }) => name),
    [nameOf(0), nameOf(2)],
  );
  assert.equal(createdIn(fake).length, 5);
});

test("a run is done again when the pods of the one before are gone", async (t) => {
  const fake = setUp(t, { failing: [nameOf(0)], remainsMs: 1500 });
  await new Backfill(fake, { dates: 1 }).run();
  await new Backfill(fake, { dates: 1, rerunFailed: true }).run();
  const [deleted] = fake.history("deleted");
  const created = fake.history("created").at(-1);
  assert.ok(deleted && created);
  assert.ok(created.at - deleted.at >= 1500, `${created.at - deleted.at} ms later`);
});

test("argo, which sees no pods, deletes nothing", async (t) => {
  const fake = setUp(t, { failing: [nameOf(0)] });
  await new Backfill(fake, { dates: 1, via: "argo" }).run();
  const again = new Backfill(fake, { dates: 1, rerunFailed: true, via: "argo" });
  await assert.rejects(again.run(), /argo cannot tell when run shop-etl-bf-\d+ could be deleted/);
  assert.deepEqual(fake.history("deleted"), []);
});

test("two commands with the same dates at once keep the bound together", async (t) => {
  const fake = setUp(t, { runningMs: 150, createMs: 10 });
  const commands = [1, 2].map(() => new Backfill(fake, { dates: 30, maxActive: 3 }).run());
  const summaries = await Promise.all(commands);
  assert.deepEqual(
    summaries.map(({ counts }) => counts.succeeded),
    [30, 30],
  );
  assert.equal(createdIn(fake).length, 30);
  assert.ok(fake.mostActive() <= 3);
});

test("runs of another backfill of the DAG count too", async (t) => {
  const fake = setUp(t, { runningMs: 1500 });
  const abort = new AbortController();
  const january = new Backfill(fake, { dates: 50, maxActive: 2, signal: abort.signal });
  const running = january.run();
  while (createdIn(fake).length < 2) await delay(20);
  abort.abort();
  await running;
  fake.set({ runningMs: 20 });
  const later = new Backfill(fake, { dates: 2, from: 1000, maxActive: 2 });
  await later.run();
  const [waiting] = later.events.filter((event) => event.kind === "backfill-progress");
  assert.ok(waiting?.kind === "backfill-progress");
  assert.equal(waiting.progress.others, 2);
  assert.ok(fake.mostActive() <= 2);
});

test("a list that does not show the newest runs yet changes nothing", async (t) => {
  const fake = setUp(t, { runningMs: 600, lagMs: 250 });
  const { counts } = await new Backfill(fake, { dates: 6, maxActive: 2 }).run();
  assert.equal(counts.succeeded, 6);
  assert.ok(fake.mostActive() <= 2);
});

test("interrupted, it creates nothing more and leaves what runs", async (t) => {
  const fake = setUp(t, { runningMs: 60_000 });
  const abort = new AbortController();
  const backfill = new Backfill(fake, { dates: 5, maxActive: 2, signal: abort.signal });
  const running = backfill.run();
  while (createdIn(fake).length < 2) await delay(20);
  abort.abort();
  const { interrupted, counts } = await running;
  assert.equal(interrupted, true);
  assert.equal(counts.active + counts.missing, 5);
  await delay(300);
  assert.equal(createdIn(fake).length, 2);
  assert.deepEqual(fake.history("deleted"), []);
});

test("a run that someone deletes is told as lost, and not created again", async (t) => {
  const fake = setUp(t, { runningMs: 60_000 });
  const backfill = new Backfill(fake, { dates: 1 });
  const running = backfill.run();
  while (createdIn(fake).length < 1) await delay(20);
  const cluster = await openCluster({ namespace: "argo", env: fake.env });
  const [run] = await cluster.list([]);
  assert.ok(run);
  await cluster.delete(run);
  const { counts } = await running;
  assert.equal(counts.lost, 1);
  assert.equal(createdIn(fake).length, 1);
});

test("an outage that passes is waited for", async (t) => {
  const fake = setUp(t, { runningMs: 50 });
  const backfill = new Backfill(fake, { dates: 4 });
  const running = backfill.run();
  while (createdIn(fake).length < 2) await delay(10);
  fake.breakDown("down");
  while (!backfill.kinds().includes("cluster-unreachable")) await delay(20);
  fake.mend("down");
  assert.equal((await running).counts.succeeded, 4);
  const told = backfill.kinds().filter((kind) => kind.startsWith("cluster-"));
  assert.deepEqual(told, ["cluster-unreachable", "cluster-reachable"]);
  assert.equal(createdIn(fake).length, 4);
});

test("an outage that does not pass ends the command, within its bound", async (t) => {
  const fake = setUp(t, { runningMs: 50 });
  const backfill = new Backfill(fake, { dates: 4, patienceSeconds: 1.5 });
  const running = backfill.run();
  while (createdIn(fake).length < 2) await delay(10);
  fake.breakDown("down");
  await assert.rejects(running, /the cluster cannot be reached(?:.|\n)*given up after 1s/);
});

test("detached, all runs are created at once and take turns", async (t) => {
  const fake = setUp(t, { runningMs: 60_000 });
  assert.equal(await new Backfill(fake, { dates: 5, maxActive: 2 }).detach(), 5);
  const mutexes = [0, 1, 2, 3, 4].map((hour) => JSON.stringify(fake.workflow(nameOf(hour)).spec));
  assert.deepEqual(
    mutexes.map((spec) => /"shop-etl-bf-(\d)"/.exec(spec)?.[1]),
    ["0", "1", "0", "1", "0"],
  );
  assert.equal(await new Backfill(fake, { dates: 6, maxActive: 2 }).detach(), 1);
});

test("detached runs do not join runs that wait for no turn", async (t) => {
  const fake = setUp(t, { runningMs: 60_000 });
  const abort = new AbortController();
  const attached = new Backfill(fake, { dates: 5, signal: abort.signal }).run();
  while (createdIn(fake).length < 1) await delay(20);
  abort.abort();
  await attached;
  const detached = new Backfill(fake, { dates: 5 }).detach();
  await assert.rejects(detached, new RegExp(`wait for no turn are active: ${nameOf(0)}`));
  assert.equal(createdIn(fake).length, 1);
});

test("where runs may set no turns, that is said and nothing is left behind", async (t) => {
  const fake = setUp(t, { restricted: true });
  const detached = new Backfill(fake, { dates: 5 }).detach();
  await assert.rejects(
    detached,
    /runs set no turns.*: fields \[Synchronization\] are not permitted/,
  );
  assert.deepEqual(createdIn(fake), [nameOf(0)]);
  assert.deepEqual(
    fake.history("deleted").map(({ name }) => name),
    [nameOf(0)],
  );
});
