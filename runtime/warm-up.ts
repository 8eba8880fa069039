// Run by the builder, in a process of its own: goes a pod's way with a few tasks that do next to nothing, so that V8 compiles
// what pods need, and writes down what it has made of it.

import fs from "node:fs";
import path from "node:path";
import {
  artifactProperty,
  BaseOperator,
  DAG,
  RuntimeParallelizeOperator,
  ShortCircuitOperator,
} from "../src/index.ts";
import { openBundle } from "./bundle.ts";
import type { Pack } from "./loader.ts";
import { createPodWorld, type PodBundle } from "./pod/pod-world.ts";
import { runPod } from "./pod/run-pod.ts";

/** Never returns to what a DAG file may have left running. */
export async function compilePodPath(pack: Pack, output: string): Promise<never> {
  const bundle = openBundle(pack);
  const [first] = bundle.manifest.dags;
  // Nothing of the project's own code is run; it shows how its parts are read.
  if (first !== undefined) pack.prepare(bundle.findDag(first.dagId).module);
  const dag = makeDag();
  const { manifest } = bundle;
  const findDag = () => ({ structureHash: "" });
  const usual: PodBundle = { manifest, runSetup: async () => {}, findDag, loadDag: () => dag };
  for (const taskId of TASKS) await runTask(usual, taskId, path.dirname(output));
  fs.writeFileSync(output, pack.makeCodeCache());
  process.exit(0);
}

const TASKS = ["make", "each", "join", "halt", "double"];
const INPUTS = { "in-rows": "[1]", "in-all": '["json:1"]', "in-value": "1", item: "1" };

async function runTask(bundle: PodBundle, taskId: string, folder: string): Promise<void> {
  const inputDir = path.join(folder, "in");
  const files = { ...INPUTS, name: `${taskId}(0:1)`, params: "{}" };
  fs.mkdirSync(inputDir, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    fs.writeFileSync(path.join(inputDir, name), text);
  }
  const code = await runPod({
    ...createPodWorld(process, bundle),
    env: { DAG_ID: "warm-up", TASK_ID: taskId, CREATION_TIMESTAMP: "2024-01-01T00:00:00Z" },
    paths: {
      inputDir,
      outputDir: path.join(folder, "out"),
      terminationLog: path.join(folder, "termination-log"),
    },
    isTerminal: false,
    setUmask: () => {},
  });
  if (code !== 0) throw new Error(`the task ${taskId} ended with ${code}`);
}

/** A task of each kind. */
function makeDag(): DAG {
  class Make extends BaseOperator<{ text: string }> {
    execute(): number {
      this.logger.info({ text: this.args.text }, "made");
      return this.args.text.length;
    }

    @artifactProperty()
    get rows(): number[] {
      return [1];
    }
  }
  class Each extends RuntimeParallelizeOperator<number> {
    execute(): object {
      return { value: this.parameter };
    }
  }
  class Join extends BaseOperator<{ all: unknown; rows: number[] }> {
    execute(): void {
      this.logger.info(`${this.args.rows.length} rows`);
    }
  }
  class Halt extends ShortCircuitOperator {
    shortCircuitWhen = false;
    execute(): void {}
  }
  const dag = new DAG("warm-up", {
    schedule: "@daily",
    startDate: "2024-01-01",
    defaultArgs: { retries: 1, requestsCpu: "10m", requestsMemory: "50Mi" },
  });
  const make = new Make({ taskId: "make", dag, text: "a", executionTimeout: "1h" });
  const each = new Each({ taskId: "each", dag, over: make.output("rows") });
  const join = new Join({
    taskId: "join",
    dag,
    all: each.output("return_value"),
    rows: make.output("rows"),
  });
  const halt = new Halt({ taskId: "halt", dag });
  halt.before(make);
  const double = dag.task("double", async ({ value }: { value: number }) => value * 2);
  double({ value: make.output("return_value") }).after(join);
  return dag;
}
