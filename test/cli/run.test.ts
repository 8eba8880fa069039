import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { readEnvFile } from "../../src/cli/run-options.ts";
import { CliProject, type Ended, steady } from "./project.ts";

const project = new CliProject(["demo.ts", "steps.ts"], { "a.env": 'GREETING="good morning"\n' });
before(() => project.build());
after(() => project.remove());

test("a run in a pipe is told in lines, and ends with what failed, was skipped and was omitted", async () => {
  const args = ["run", "demo", "--date", "2024-07-01 04:30", "--concurrency", "1"];
  const { code, stdout, stderr } = await project.call(args);
  assert.equal(code, 1);
  assert.equal(stderr, "");
  assert.deepEqual(steady(stdout), [
    "demo  8 tasks, execution date 2024-07-01 04:30 America/Los_Angeles (-07:00)",
    "",
    "✓ list       TIME",
    "  show     │ north 1 2024-07-01T11:30:00.000Z",
    "  show     │ a line",
    "  show     │ and another",
    "✓ show       TIME",
    "✓ is-large   TIME",
    '↷ split      skipped: "is-large" chose another way',
    "  never    │ error: FailTask: not worth another try",
    "  never    │     at Object.handler (dags/demo.ts:29)",
    "✗ never      FailTask: not worth another try (TIME)",
    "  shout    │ warning: HELLO NORTH",
    "✓ shout      TIME",
    "  check[1] │ Error: two is not allowed",
    "  check[1] │     at Object.handler (dags/demo.ts:13)",
    "✗ check[1]   Error: two is not allowed",
    "✗ check      1 of 3 items failed (3 items, TIME)",
    '⊘ total      omitted: "check" failed',
    "",
    "✗ never failed",
    "    FailTask: not worth another try",
    "    at dags/demo.ts:29",
    "✗ check[1] failed",
    "    Error: two is not allowed",
    "    at dags/demo.ts:13",
    '↷ skipped split: "is-large" chose another way',
    '⊘ omitted total: "check" failed',
    "",
    "✗ demo failed after TIME: 4 succeeded, 2 failed, 1 skipped, 1 omitted",
    "  run demo-ID, airgo run --resume goes on with it",
    "",
  ]);
});

test("a run that succeeds exits with 0", async () => {
  const { code, stdout } = await project.call(["run", "steps"]);
  assert.equal(code, 0);
  assert.match(stdout, /✓ steps succeeded after .*: 3 succeeded\n {2}run steps-\S+\n$/);
});

test("a try that is made to fail is tried again, and no retry is waited for", async () => {
  const { code, stdout } = await project.call(["run", "steps", "--fail", "wait:1"]);
  assert.equal(code, 0);
  assert.match(stdout, /↻ wait {4}try 1 failed: .*; tries again/);
  assert.match(stdout, /✓ wait {4}2 tries, /);
});

test("--task alone names its DAG, runs alone, and with --upstream with all that it needs", async () => {
  assert.deepEqual(tasksOf(await project.call(["run", "--task", "split"])), ["split"]);
  const shout = await project.call(["run", "--task-id", "shout", "--upstream"]);
  assert.deepEqual(tasksOf(shout), ["shout", "show"]);
});

function tasksOf({ stdout }: Ended): readonly string[] {
  return [...stdout.matchAll(/^✓ ([\w-]+) {3}/gm)].map(([, id = ""]) => id).sort();
}

test("--params are JSON over the DAG's own, and --env-file is the environment of the tasks", async () => {
  const args = ["run", "--task", "show", "--params", '{"region":"south"}', "--env-file", "a.env"];
  const { stdout } = await project.call([...args, "--json"]);
  assert.match(stdout, /"south 1 /);
  assert.match(stdout, /good morning south/);
});

test("--json prints one event a line on stdout, and nothing else", async () => {
  const { code, stdout, stderr } = await project.call(["run", "demo", "--json"]);
  assert.equal(code, 1);
  assert.equal(stderr, "");
  const events = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.equal(events[0].kind, "run-started");
  assert.equal(events.at(-1).kind, "run-finished");
  assert.equal(events.at(-1).phase, "Failed");
  const printed = events.filter(({ kind, taskId }) => kind === "log" && taskId === "show");
  assert.equal(printed.at(-1).record.msg, "a line\nand another");
  assert.ok(
    events.every(({ kind, at }) => typeof kind === "string" && !Number.isNaN(Date.parse(at))),
  );
});

test("isolated tasks are told as those in the process are", async () => {
  const { code, stdout } = await project.call([
    "run",
    "--task",
    "shout",
    "--upstream",
    "--isolate",
  ]);
  assert.equal(code, 0);
  assert.match(stdout, / {2}show {2}│ a line\n {2}show {2}│ and another\n/);
  assert.match(stdout, / {2}shout │ warning: HELLO NORTH\n/);
});

test("a run without a DAG lists them, a DAG that there is not is guessed; both are wrong usage", async () => {
  const none = await project.call(["run"]);
  assert.equal(none.code, 2);
  assert.match(
    none.stderr,
    /^error\[usage\]: which DAG\?.*\n {2}hint: name one:\n {10}--dag demo\n {10}--dag steps\n$/,
  );
  const other = await project.call(["run", "--dag-id", "stesp"]);
  assert.equal(other.code, 2);
  assert.match(other.stderr, /did you mean "steps"\?/);
});

test("what goes on from an earlier run takes its values from there", async () => {
  const failed = await project.call(["run", "steps", "--date", "2020-02-02", "--fail", "last"]);
  assert.equal(failed.code, 1);
  const resumed = await project.call(["run", "--resume"]);
  assert.equal(resumed.code, 0);
  assert.match(resumed.stdout, /^steps {2}3 tasks, execution date 2020-02-02 /);
  assert.match(resumed.stdout, /✓ first {3}kept from the earlier run\n✓ wait {4}kept from/);
  const shown = await project.call(["run", "--task", "show", "--params", '{"region":"east"}']);
  const [, runId = ""] = /run (\S+)\n$/.exec(shown.stdout) ?? [];
  const single = await project.call(["run", "--task", "shout", "--from-run", runId]);
  assert.match(single.stdout, /HELLO EAST/);
  const unknown = await project.call(["run", "--resume", "nothing"]);
  assert.equal(unknown.code, 2);
  assert.match(unknown.stderr, /^error\[run-not-found\]/);
});

test("the first Ctrl-C stops the tasks, reports, and exits with 130", async () => {
  const { code, stdout } = await project.call(["run", "steps"], {
    env: { WAIT: "60000" },
    onStdout: killOnce("first"),
  });
  assert.equal(code, 130);
  assert.match(stdout, /stopping: waiting for the running tasks to end/);
  assert.match(stdout, /■ wait {4}stopped/);
  assert.match(stdout, /· not reached: last\n/);
  assert.match(stdout, /■ steps was interrupted after .*: 1 succeeded, 1 stopped\n/);
  assert.doesNotMatch(stdout, /error\[/);
});

test("the second Ctrl-C ends a run whose tasks do not stop", async () => {
  project.write("dags/deaf.ts", DEAF);
  await project.build();
  const { code, stdout } = await project.call(["run", "deaf"], {
    onStdout: (child, text) => {
      killOnce("listening")(child, text);
      if (text.includes("stopping")) child.kill("SIGINT");
    },
  });
  assert.equal(code, 130);
  assert.doesNotMatch(stdout, /was interrupted/);
});

const DEAF = `
import { setTimeout as sleep } from "node:timers/promises";
import { DAG } from "airgo";
export const dag = new DAG("deaf");
dag.task("deaf-task", async (_, { logger }) => {
  logger.info("listening");
  await sleep(60_000);
})();
`;

function killOnce(when: string) {
  let killed = false;
  return (child: { kill(signal: "SIGINT"): boolean }, stdout: string): void => {
    if (killed || !stdout.includes(when)) return;
    killed = child.kill("SIGINT");
  };
}

test("what tasks leave running does not keep the command line", async () => {
  project.write("dags/timer.ts", TIMER);
  await project.build();
  const { code } = await project.call(["run", "timer"]);
  assert.equal(code, 0);
});

const TIMER = `
import { DAG } from "airgo";
export const dag = new DAG("timer");
dag.task("sets-a-timer", async () => void setInterval(() => undefined, 1000))();
`;

test("where nothing can be kept, a run says so and runs", async () => {
  const other = new CliProject(["steps.ts"], { ".airgo": "a file where the folder would be" });
  await other.build();
  const { code, stderr, stdout } = await other.call(["run"]);
  other.remove();
  assert.equal(code, 0);
  assert.match(stderr, /^this run is not kept: /);
  assert.match(stdout, /3 succeeded/);
});

const MISUSES: readonly (readonly [args: readonly string[], words: RegExp])[] = [
  [
    ["steps", "--params", "{"],
    /^error\[usage\]: --params is not JSON: .*\n {2}hint: write a JSON object/,
  ],
  [["steps", "--params", "[]"], /^error\[usage\]: --params is not a JSON object/],
  [["steps", "--date", "2024-02-30"], /^error\[usage\]: --date: .*\n {2}hint: write "2024-02-29"/],
  [["steps", "--concurrency", "none"], /^error\[usage\]: --concurrency cannot be "none"/],
  [["steps", "--fail"], /^error\[usage\]: option --fail needs a value/],
  [["steps", "--fail", "wiat"], /^error\[unknown-task\]: .*\n {2}hint: did you mean "wait"\?/],
  [["steps", "--upstream"], /^error\[usage\]: --upstream goes with --task/],
  [["steps", "--from-run", "x"], /^error\[usage\]: --from-run goes with --task/],
  [
    ["--task", "shuot"],
    /^error\[unknown-task\]: no DAG has a task "shuot"\n {2}hint: did you mean "shout"\?/,
  ],
  [["--task", "total"], /^error\[missing-input\]: .*--upstream/s],
  [["demo", "--dag", "steps"], /^error\[usage\]: two DAGs were named: "demo" and "steps"/],
];

test("what cannot be run as it was asked for exits with 2 and says what to write", async () => {
  for (const [args, words] of MISUSES) {
    const { code, stdout, stderr } = await project.call(["run", ...args]);
    assert.deepEqual([code, stdout], [2, ""], args.join(" "));
    assert.match(stderr, words);
  }
});

// In process: Node 20 looks for --env-file among a script's own arguments too, and ends where the file is missing.
test("an environment file that is not there is wrong usage", async () => {
  await assert.rejects(
    readEnvFile("missing", { cwd: project.root }),
    /--env-file missing cannot be read/,
  );
});
