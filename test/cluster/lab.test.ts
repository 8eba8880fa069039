// The same against a real API server and a real controller, where the lab is up: what the fake programs say must be what
// the real ones say. The runs have no pods.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import test, { after, before } from "node:test";
import type { BackfillReporter } from "../../src/cluster/backfill-event.ts";
import { readLedger } from "../../src/cluster/backfill-ledger.ts";
import { SYSTEM_CLOCK } from "../../src/cluster/clock.ts";
import { VIAS, type Via } from "../../src/cluster/cluster.ts";
import { compileManualRun } from "../../src/cluster/compile-run.ts";
import { detachBackfill } from "../../src/cluster/detach-backfill.ts";
import { openCluster } from "../../src/cluster/open-cluster.ts";
import { planBackfill } from "../../src/cluster/plan-backfill.ts";
import { runBackfill } from "../../src/cluster/run-backfill.ts";
import { backfillSelector } from "../../src/cluster/run-labels.ts";
import { exampleSpec, SETTINGS } from "./example-dag.ts";

const lab = process.env.LAB ?? path.join(os.homedir(), ".cache", "airgo-lab");
const kubeconfig = path.join(lab, "state", "kubeconfig");
const PATH = [process.env.PATH, path.join(lab, "bin")].join(path.delimiter);
const env = { PATH, HOME: os.tmpdir(), KUBECONFIG: kubeconfig };
const skip = isUp() ? false : "no cluster of the lab is up";

/** Nothing else in the cluster has it. */
const projectName = `t${randomBytes(4).toString("hex")}`;
const settings = { ...SETTINGS, projectName };

function isUp(): boolean {
  if (!existsSync(kubeconfig)) return false;
  return kubectl(["get", "namespace", "argo", "--request-timeout", "3s"]).status === 0;
}

function kubectl(args: readonly string[], input = "") {
  return spawnSync("kubectl", args, { env, input, encoding: "utf8" });
}

/** A DAG of one task that waits a second, without a pod. */
const TEMPLATE = {
  apiVersion: "argoproj.io/v1alpha1",
  kind: "WorkflowTemplate",
  metadata: { name: `${projectName}-etl`, namespace: "argo" },
  spec: {
    entrypoint: "dag",
    arguments: {
      parameters: [
        { name: "creationTimestampOverride", value: "" },
        { name: "params", value: "{}" },
      ],
    },
    templates: [
      { name: "dag", dag: { tasks: [{ name: "load", template: "wait" }] } },
      { name: "wait", suspend: { duration: "1" } },
    ],
  },
};

before(() => {
  if (skip !== false) return;
  const { status, stderr } = kubectl(["create", "--filename", "-"], JSON.stringify(TEMPLATE));
  assert.equal(status, 0, stderr);
});

after(() => {
  if (skip !== false) return;
  const label = `airgo/project=${projectName}`;
  kubectl(["delete", "workflows", "--namespace", "argo", "--selector", label, "--wait=false"]);
  kubectl(["delete", "workflowtemplate", "--namespace", "argo", TEMPLATE.metadata.name]);
});

/** Each test has hours of its own. */
function planFrom(day: string, hours: number) {
  const startDate = new Date(`${day}T00:00:00Z`);
  const endDate = new Date(startDate.getTime() + (hours - 1) * 3_600_000);
  return planBackfill(exampleSpec(), { settings, now: new Date(), startDate, endDate });
}

const open = (via: Via) => openCluster({ namespace: "argo", env, via });

function optionsWith(report: BackfillReporter = () => {}) {
  const { signal } = new AbortController();
  return { maxActive: 2, clock: SYSTEM_CLOCK, signal, report, pollSeconds: 0.3 };
}

for (const [via, day] of [
  ["kubectl", "2024-01-01"],
  ["argo", "2024-01-02"],
] as const) {
  test(`the lab, ${via}: a backfill runs to its end in its bound, and given again does nothing`, {
    skip,
  }, async () => {
    const cluster = await open(via);
    const plan = planFrom(day, 5);
    const ledger = await readLedger(plan, cluster, { rerunFailed: false });
    let most = 0;
    const { counts } = await runBackfill(
      ledger,
      cluster,
      optionsWith((event) => {
        if (event.kind === "backfill-progress") most = Math.max(most, event.progress.active);
      }),
    );
    assert.deepEqual(counts, { missing: 0, active: 0, succeeded: 5, failed: 0, lost: 0 });
    assert.equal(most, 2);
    const again = await readLedger(plan, cluster, { rerunFailed: false });
    assert.equal((await runBackfill(again, cluster, optionsWith())).created, 0);
    const runs = await cluster.list(backfillSelector(plan));
    const first = runs.find(({ name }) => name === plan.runs[0]?.name);
    assert.equal(first?.creationTimestampOverride, `${day}T00:00:00Z`);
    assert.equal(first?.scheduledTime, `${day}T00:00:00Z`);
  });
}

test("the lab: detached runs take their turns", { skip }, async () => {
  const cluster = await open("kubectl");
  const plan = planFrom("2024-01-03", 4);
  const ledger = await readLedger(plan, cluster, { rerunFailed: false });
  assert.equal(await detachBackfill(ledger, cluster, optionsWith()), 4);
  // Watching them is what the command without --detach does.
  const { counts, created } = await runBackfill(ledger, cluster, optionsWith());
  assert.deepEqual([counts.succeeded, created], [4, 0]);
});

for (const via of VIAS) {
  test(`the lab, ${via}: only the very run is deleted, and what is not there is told`, {
    skip,
  }, async () => {
    const cluster = await open(via);
    const owner = { projectName, dagId: "etl", namespace: "argo" };
    const templateName = TEMPLATE.metadata.name;
    const manual = { ...owner, templateName, executionDate: undefined, params: undefined };
    const { created } = await cluster.create([compileManualRun(manual)]);
    const [name = ""] = created;
    assert.ok(name.startsWith(`${templateName}-`));
    const found = await cluster.list([`airgo/project=${projectName}`, "airgo/run-type=manual"]);
    const run = found.find((each) => each.name === name);
    assert.ok(run);
    assert.equal(
      await cluster.delete({ name, uid: "00000000-0000-4000-8000-000000000000" }),
      false,
    );
    assert.equal(await cluster.delete(run), true);
    assert.equal(await cluster.delete(run), false);
    assert.equal(await cluster.read(name), undefined);
    assert.equal(await cluster.readTemplate("nothing"), undefined);
    assert.notEqual(await cluster.readTemplate(templateName), undefined);
  });

  test(`the lab, ${via}: an address that nobody answers at is an outage`, { skip }, async (t) => {
    const wrong = path.join(os.tmpdir(), `${projectName}-${via}`);
    writeFileSync(wrong, readFileSync(kubeconfig, "utf8").replace(/(127\.0\.0\.1):\d+/, "$1:1"));
    t.after(() => rmSync(wrong));
    const away = await openCluster({ namespace: "argo", env: { ...env, KUBECONFIG: wrong }, via });
    await assert.rejects(away.list(["a=b"]), /the cluster cannot be reached/);
  });
}
