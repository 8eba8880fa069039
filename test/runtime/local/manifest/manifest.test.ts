import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { runLocally } from "../../../../runtime/local/local-run.ts";
import type { RunOutcome } from "../../../../runtime/local/run-outcome.ts";
import { compileDag } from "../../../../src/render/compile-dag.ts";
import { ADAPTED } from "../../../conformance/adapter.ts";
import { classStyle } from "../../../conformance/class-style.ts";
import { SETTINGS } from "../../../render/settings.ts";
import { type Interpreted, interpretManifest } from "./interpret-manifest.ts";
import { RANDOM_CASE } from "./random-case.ts";
import { scriptedPods } from "./scripted-pods.ts";

/** A run, as what the executor and the interpreter must agree on. */
function seen({ phase, tasks }: RunOutcome): unknown {
  const seenTasks = [...tasks].map(([taskId, outcome]) => [
    taskId,
    {
      phase: outcome.phase,
      attempts: outcome.attempts,
      items: (outcome.items ?? []).map(({ phase, attempts, item }) => ({ phase, attempts, item })),
      inputs: Object.fromEntries(outcome.inputs),
    },
  ]);
  return { phase, tasks: Object.fromEntries(seenTasks) };
}

function interpreted({ phase, nodes }: Interpreted): unknown {
  const tasks = [...nodes].map(([name, { outputs: _, ...node }]) => [name, node]);
  return { phase, tasks: Object.fromEntries(tasks) };
}

test("a random DAG gets from the executor what its rendered manifest says", async () => {
  await fc.assert(
    fc.asyncProperty(RANDOM_CASE, async (randomCase) => {
      const dag = classStyle(randomCase);
      const { workflowTemplate } = compileDag(dag.spec(), SETTINGS);
      const { outcome } = await runLocally(dag, { report: () => undefined });
      const second = interpretManifest(
        workflowTemplate,
        scriptedPods(randomCase, workflowTemplate),
      );
      assert.deepEqual(seen(outcome), interpreted(second));
    }),
    { numRuns: 300 },
  );
});

test("the interpreter itself gives every recorded case without values the recorded phases", () => {
  const cases = ADAPTED.filter(({ style }) => style === "classes");
  for (const { recorded, dag } of cases) {
    if (!recorded.tasks.every((task) => task.script !== undefined && task.items === undefined))
      continue;
    const { workflowTemplate } = compileDag(dag.spec(), SETTINGS);
    const { phase, nodes } = interpretManifest(
      workflowTemplate,
      scriptedPods(recorded, workflowTemplate),
    );
    const phases = (tasks: Iterable<readonly [string, { readonly phase: string }]>) =>
      Object.fromEntries([...tasks].map(([id, task]) => [id, task.phase]));
    const expected = {
      phase: recorded.expect.phase,
      ...phases(Object.entries(recorded.expect.tasks)),
    };
    assert.deepEqual({ phase, ...phases(nodes) }, expected, recorded.name);
  }
});
