import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import test, { type TestContext } from "node:test";
import { buildSync } from "esbuild";

const temporary = fs.mkdtempSync(path.join(os.tmpdir(), "airgo-pod-test-"));
test.after(() => fs.rmSync(temporary, { recursive: true }));

// One CommonJS file, as a pod has it: starting it takes tens of milliseconds, through tsx it takes most of a second.
const entry = path.join(temporary, "entry.cjs");
buildSync({
  entryPoints: [path.join(import.meta.dirname, "fixtures", "pod-entry.ts")],
  outfile: entry,
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  sourcemap: true,
  external: ["*/runtime/local/local-run.ts"],
});

interface Given {
  readonly env?: Readonly<Record<string, string>>;
  /** Files of the input directory. */
  readonly inputs?: Readonly<Record<string, string>>;
}

/** A pod's process, in a directory of its own. */
class Pod {
  readonly dir: string;
  readonly process: ChildProcess;
  readonly #closed: Promise<unknown[]>;
  stdout = "";
  stderr = "";

  constructor(t: TestContext, taskId: string, { env = {}, inputs = {} }: Given = {}) {
    const dir = fs.mkdtempSync(path.join(temporary, "pod-"));
    this.dir = dir;
    fs.mkdirSync(path.join(dir, "in"));
    for (const [name, text] of Object.entries(inputs)) {
      fs.writeFileSync(path.join(dir, "in", name), text);
    }
    this.process = spawn(process.execPath, ["--enable-source-maps", entry], {
      env: {
        PATH: process.env.PATH,
        DAG_ID: "etl",
        TASK_ID: taskId,
        CREATION_TIMESTAMP: "2019-03-07T04:00:00Z",
        ARGO_WORKFLOW_NAME: "proj-etl-123",
        AIRGO_POD_IN_DIR: path.join(dir, "in"),
        AIRGO_POD_OUT_DIR: path.join(dir, "out"),
        AIRGO_POD_TERMINATION_LOG: path.join(dir, "termination-log"),
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#closed = once(this.process, "close");
    this.process.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.stdout += text;
    });
    this.process.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.stderr += text;
    });
    t.after(() => this.process.kill("SIGKILL"));
  }

  async exitCode(): Promise<unknown> {
    const [code] = await this.#closed;
    return code;
  }

  async saying(text: string): Promise<void> {
    while (!this.stdout.includes(text)) await once(this.process.stdout ?? this.process, "data");
  }

  get lines(): Record<string, unknown>[] {
    return this.stdout
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  }

  line(msg: string): Record<string, unknown> | undefined {
    return this.lines.find((line) => line.msg === msg);
  }

  get outputs(): Record<string, string> {
    const dir = path.join(this.dir, "out");
    if (!fs.existsSync(dir)) return {};
    return Object.fromEntries(
      fs.readdirSync(dir).map((name) => [name, fs.readFileSync(path.join(dir, name), "utf8")]),
    );
  }

  get terminationMessage(): string {
    return fs.readFileSync(path.join(this.dir, "termination-log"), "utf8");
  }
}

test("a pod", { concurrency: 3 }, async (t) => {
  await Promise.all([
    t.test("writes each output whole, and exits 0", async (t) => {
      const pod = new Pod(t, "generate");
      assert.equal(await pod.exitCode(), 0);
      assert.deepEqual(pod.outputs, {
        rows: '["\\"a\\"","\\"\\\\u007b\\\\u007bb\\\\u007d\\\\u007d\\""]',
        size: "2",
      });
      assert.equal(fs.statSync(path.join(pod.dir, "out", "size")).mode & 0o777, 0o644);
      assert.equal(pod.stderr, "");
    }),

    t.test("tells DAG, task, run, try and map index in each line", async (t) => {
      const pod = new Pod(t, "generate", { env: { AIRGO_RETRIES: "2" } });
      await pod.exitCode();
      const { time, ...line } = pod.line("generating") ?? {};
      assert.equal(typeof time, "number");
      assert.deepEqual(line, {
        level: 30,
        dagId: "etl",
        taskId: "generate",
        runId: "proj-etl-123",
        tryNumber: 3,
        mapIndex: -1,
        params: { size: 1, name: "default" },
        parameters: { SOURCE: "s3" },
        msg: "generating",
      });
    }),

    t.test("gets the run's params over the DAG's", async (t) => {
      const pod = new Pod(t, "generate", { inputs: { params: '{"size":5}' } });
      await pod.exitCode();
      assert.deepEqual(pod.line("generating")?.params, { size: 5, name: "default" });
    }),

    t.test(
      "takes params that Argo left unresolved as none, and refuses what is no object",
      async (t) => {
        const inputs = { params: "{{workflow.parameters.params}}" };
        const unresolved = new Pod(t, "generate", { inputs });
        const list = new Pod(t, "generate", { inputs: { params: "[1]" } });
        assert.equal(await unresolved.exitCode(), 0);
        assert.equal(await list.exitCode(), 1);
        assert.match(
          list.stderr,
          /^error\[undecodable-value\]: the run's params are no JSON object: \[1\]/,
        );
      },
    ),

    t.test("runs an item of a fan-out, and knows its place", async (t) => {
      const pod = new Pod(t, "each", { inputs: { item: '"b(1:x)"', name: 'each(2:"b1:x")' } });
      assert.equal(await pod.exitCode(), 0);
      assert.deepEqual(pod.outputs, { return_value: 'json:"B(1:X)"' });
      assert.equal(pod.line("item 2")?.mapIndex, 2);
    }),

    t.test("gets its inputs as values, and the override as its execution date", async (t) => {
      const pod = new Pod(t, "join", {
        inputs: { "in-all": '["json:\\"A\\"","json:\\"B\\""]', "in-size": "2" },
        env: {
          CREATION_TIMESTAMP_OVERRIDE: "2018-01-01T02:00:00Z",
          SCHEDULED_TIME: "2019-03-07T03:00:00Z",
          AIRGO_RUN_ID: "backfill-1",
          AIRGO_RETRIES: "{{retries}}",
        },
      });
      assert.equal(await pod.exitCode(), 0);
      const { all, size, executionDate, same } = pod.line("joined") ?? {};
      assert.deepEqual(
        [all, size, executionDate, same],
        [["A", "B"], 2, "2018-01-01T02:00:00.000Z", true],
      );
      const { runId, tryNumber } = pod.line("who") ?? {};
      assert.deepEqual([runId, tryNumber], ["backfill-1", 1]);
      assert.deepEqual(pod.outputs, {});
    }),

    t.test(
      "takes the scheduled time, and counts empty and unresolved variables as unset",
      async (t) => {
        const inputs = { "in-all": "[]", "in-size": "0" };
        const scheduled = new Pod(t, "join", {
          inputs,
          env: { CREATION_TIMESTAMP_OVERRIDE: "", SCHEDULED_TIME: "2019-03-07T03:00:00Z" },
        });
        const created = new Pod(t, "join", {
          inputs,
          env: {
            CREATION_TIMESTAMP_OVERRIDE: "{{workflow.parameters.creationTimestampOverride}}",
            SCHEDULED_TIME: "{{workflow.scheduledTime}}",
          },
        });
        await Promise.all([scheduled.exitCode(), created.exitCode()]);
        assert.equal(scheduled.line("joined")?.executionDate, "2019-03-07T03:00:00.000Z");
        assert.equal(created.line("joined")?.executionDate, "2019-03-07T04:00:00.000Z");
      },
    ),

    t.test("refuses a time that it cannot read", async (t) => {
      const pod = new Pod(t, "generate", { env: { SCHEDULED_TIME: "yesterday" } });
      assert.equal(await pod.exitCode(), 1);
      assert.match(pod.stderr, /^error\[invalid-date\].*SCHEDULED_TIME.*"yesterday"/);
    }),

    t.test("says so when it is told no time, and takes now", async (t) => {
      const pod = new Pod(t, "generate", { env: { CREATION_TIMESTAMP: "" } });
      assert.equal(await pod.exitCode(), 0);
      assert.match(pod.stdout, /the execution date is now/);
    }),

    t.test("fails by name when an input is missing", async (t) => {
      const pod = new Pod(t, "join", { inputs: { "in-size": "2" } });
      assert.equal(await pod.exitCode(), 1);
      assert.match(
        pod.stderr,
        /^error\[missing-input\]: input "all" of task "join" of DAG "etl" cannot be read: ENOENT/,
      );
      assert.match(pod.terminationMessage, /^error\[missing-input\].*\nhint: /);
    }),

    t.test("fails when an item is missing or broken", async (t) => {
      const missing = new Pod(t, "each");
      const broken = new Pod(t, "each", { inputs: { item: "{" } });
      assert.deepEqual(await Promise.all([missing.exitCode(), broken.exitCode()]), [1, 1]);
      assert.match(missing.stderr, /^error\[missing-input\]: the item of task "each"/);
      assert.match(broken.stderr, /^error\[undecodable-value\]: the item of task "each"/);
    }),

    t.test("fails when the output directory cannot be written", async (t) => {
      const file = path.join(temporary, "a-file");
      fs.writeFileSync(file, "");
      const pod = new Pod(t, "generate", { env: { AIRGO_POD_OUT_DIR: path.join(file, "out") } });
      assert.equal(await pod.exitCode(), 1);
      assert.match(pod.stderr, /^error\[missing-output\]: the outputs of task "generate".*ENOTDIR/);
      assert.match(pod.stderr, /\nhint: .*a-file\/out must be writable/);
    }),

    t.test(
      "exits 1 when the task throws: the stack on stderr, one line for the kubelet",
      async (t) => {
        const pod = new Pod(t, "throws");
        assert.equal(await pod.exitCode(), 1);
        assert.match(pod.stderr, /^TypeError: no such table\n {4}at .*pod-dags\.ts/);
        assert.match(pod.stderr, /connection refused/);
        assert.equal(pod.terminationMessage, "TypeError: no such table");
        assert.deepEqual(pod.outputs, {});
      },
    ),

    t.test("shows what is thrown that is no error", async (t) => {
      const pod = new Pod(t, "throws-text");
      assert.equal(await pod.exitCode(), 1);
      assert.equal(pod.terminationMessage, "thrown: 'just a text'");
    }),

    t.test("cuts its termination message at 4 KiB, between characters", async (t) => {
      const pod = new Pod(t, "throws-long");
      assert.equal(await pod.exitCode(), 1);
      assert.ok(Buffer.byteLength(pod.terminationMessage) <= 4096);
      assert.ok(Buffer.byteLength(pod.terminationMessage) > 4090);
      assert.match(pod.terminationMessage, /^Error: é漢+$/);
    }),

    t.test("fails as it would where there is no termination log", async (t) => {
      const pod = new Pod(t, "throws", { env: { AIRGO_POD_TERMINATION_LOG: "/proc/nowhere/log" } });
      assert.equal(await pod.exitCode(), 1);
      assert.match(pod.stderr, /^TypeError: no such table/);
    }),

    t.test("exits 99 for what is not to be retried", async (t) => {
      const failed = new Pod(t, "fails");
      const noTask = new Pod(t, "genrate");
      const noDag = new Pod(t, "generate", { env: { DAG_ID: "elt" } });
      const unset = new Pod(t, "generate", { env: { DAG_ID: "{{x}}" } });
      const codes = [failed, noTask, noDag, unset].map((pod) => pod.exitCode());
      assert.deepEqual(await Promise.all(codes), [99, 99, 99, 99]);
      assert.equal(failed.terminationMessage, "FailTask: wrong credentials");
      assert.doesNotMatch(failed.stderr, /Symbol/);
      assert.match(noTask.stderr, /^error\[unknown-task\].*\nhint: .*"generate"/);
      assert.match(noDag.stderr, /^error\[unknown-dag\]/);
      assert.match(unset.stderr, /^error\[unknown-dag\]: DAG_ID is not set/);
    }),

    t.test(
      "fails on a rejection that nobody handles and on an exception that nobody catches",
      async (t) => {
        const rejection = new Pod(t, "unhandled-rejection");
        const exception = new Pod(t, "uncaught-exception");
        const final = new Pod(t, "uncaught-fail-task");
        const codes = [rejection, exception, final].map((pod) => pod.exitCode());
        assert.deepEqual(await Promise.all(codes), [1, 1, 99]);
        assert.equal(rejection.terminationMessage, "Error: nobody awaits me");
        assert.equal(exception.terminationMessage, "Error: thrown in a timer");
      },
    ),

    t.test("ends although timers still run", async (t) => {
      assert.equal(await new Pod(t, "lingering-timers").exitCode(), 0);
    }),

    t.test("fails when nothing is left that could end the task", async (t) => {
      const pod = new Pod(t, "never-settles");
      assert.equal(await pod.exitCode(), 1);
      assert.match(
        pod.stderr,
        /^error\[task-failed\].*waits for something that can no longer happen/,
      );
    }),

    t.test("fails when the task ends the process, which puts nothing out", async (t) => {
      const pod = new Pod(t, "exits-process");
      assert.equal(await pod.exitCode(), 1);
      assert.match(
        pod.terminationMessage,
        /^error\[task-failed\]: the task called process\.exit\(\)/,
      );
    }),

    t.test("aborts the signal on SIGTERM, lets the task clean up and exits 143", async (t) => {
      const pod = new Pod(t, "heeds-stop");
      await pod.saying("ready");
      pod.process.kill("SIGTERM");
      pod.process.kill("SIGTERM");
      assert.equal(await pod.exitCode(), 143);
      assert.notEqual(pod.line("cleaned up"), undefined);
      assert.match(
        pod.terminationMessage,
        /^error\[task-failed\]: task "heeds-stop" of DAG "etl" was asked to stop\n/,
      );
    }),

    t.test("exits 143 before the grace period ends when the task ignores the signal", async (t) => {
      const env = { ARGO_TERMINATION_GRACE_PERIOD_SECONDS: "1" };
      const pod = new Pod(t, "ignores-stop", { env });
      await pod.saying("ready");
      const asked = Date.now();
      pod.process.kill("SIGTERM");
      assert.equal(await pod.exitCode(), 143);
      const waited = Date.now() - asked;
      assert.ok(waited >= 750, `it waited ${waited} ms`);
    }),

    t.test("aborts the task at its timeout and exits 1", async (t) => {
      const pod = new Pod(t, "times-out");
      assert.equal(await pod.exitCode(), 1);
      assert.match(pod.stderr, /^error\[task-failed\].*"times-out".*executionTimeout of 1 s/);
    }),

    t.test("writes the last progress at once, whole", async (t) => {
      const file = path.join(fs.mkdtempSync(path.join(temporary, "progress-")), "progress");
      const pod = new Pod(t, "generate", { env: { ARGO_PROGRESS_FILE: file } });
      assert.equal(await pod.exitCode(), 0);
      assert.equal(fs.readFileSync(file, "utf8"), "4/4");
      assert.deepEqual(fs.readdirSync(path.dirname(file)), ["progress"]);
    }),

    t.test("warns of progress that Argo could not read, and goes on", async (t) => {
      const pod = new Pod(t, "bad-progress");
      assert.equal(await pod.exitCode(), 0);
      assert.match(pod.stdout, /progress\(0, 0\) is ignored/);
    }),

    t.test("loses no line although nobody reads for a while", async (t) => {
      const pod = new Pod(t, "talks");
      pod.process.stdout?.pause();
      setTimeout(() => pod.process.stdout?.resume(), 500);
      assert.equal(await pod.exitCode(), 0);
      assert.equal(pod.lines.length, 20_000);
      assert.equal(pod.lines.at(-1)?.line, 19_999);
    }),

    t.test("warns of a manifest of another structure, or refuses it", async (t) => {
      const env = { AIRGO_STRUCTURE_HASH: "another" };
      const warned = new Pod(t, "generate", { env });
      const refused = new Pod(t, "generate", { env: { ...env, TEST_MISMATCH: "fail" } });
      const same = new Pod(t, "generate", {
        env: { AIRGO_STRUCTURE_HASH: "hash of etl", TEST_MISMATCH: "fail" },
      });
      // What the manifest was rendered with counts, whatever the bundle was built with.
      const told = new Pod(t, "generate", { env: { ...env, AIRGO_STRUCTURE_MISMATCH: "fail" } });
      const codes = [warned, refused, same, told].map((pod) => pod.exitCode());
      assert.deepEqual(await Promise.all(codes), [0, 99, 0, 99]);
      assert.equal(warned.lines.find((line) => line.level === 40)?.dagId, "etl");
      assert.match(refused.stderr, /^error\[stale-manifest\]: the manifest of DAG "etl"/);
    }),

    t.test("fails when the project's setup module does", async (t) => {
      const pod = new Pod(t, "generate", { env: { TEST_SETUP: "throws" } });
      assert.equal(await pod.exitCode(), 1);
      assert.match(pod.stderr, /^Error: setup is broken/);
    }),

    t.test("loads no module of Node that costs a start", async (t) => {
      const pod = new Pod(t, "generate", { env: { TEST_MODULES: "list" } });
      assert.equal(await pod.exitCode(), 0);
      const loaded = pod.stderr.split("\n");
      assert.ok(loaded.includes("NativeModule fs"));
      const costly =
        /^NativeModule (child_process|worker_threads|http|https|net|tty|crypto|readline|dns)$/;
      assert.deepEqual(
        loaded.filter((name) => costly.test(name)),
        [],
      );
    }),

    t.test("writes only the lines of the level that it is told", async (t) => {
      const pod = new Pod(t, "generate", { env: { AIRGO_LOG_LEVEL: "error" } });
      assert.equal(await pod.exitCode(), 0);
      assert.equal(pod.stdout, "");
    }),
  ]);
});
