// W2: from a pod's process start to its end (one task, one log line, one output file), as a ratio to `node -e 0`, with 1,
// 1,000 and 5,000 DAGs in the bundle. `--layouts` also measures the simpler layouts that the packed file is compared with.

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import type { PackedFile } from "../runtime/main.ts";
import { findAirgoPackage } from "../src/project/airgo-package.ts";
import { buildBundle } from "../src/project/build-bundle.ts";
import { type Project, readProject } from "../src/project/read-project.ts";
import { dagFile, SHARED_FILE } from "./generate-dags.ts";
import { printSimpleLayouts } from "./simple-layouts.ts";

const SIZES = [1, 1_000, 5_000];
const GOALS = [1.35, 1.5, 1.8];
const MEMORY_GOAL = 46;
const ROUNDS = 25;
const MEMORY_ROUNDS = 7;

/** One program that is measured. */
interface Candidate {
  readonly name: string;
  readonly size: number;
  readonly args: readonly string[];
}

async function main(): Promise<void> {
  const [cpu] = os.cpus();
  console.log(
    `W2: a pod's start\nNode ${process.version}, ${os.cpus().length} × ${cpu?.model ?? "?"}`,
  );
  const folder = mkdtempSync(path.join(os.tmpdir(), "airgo-pod-start-"));
  try {
    const candidates: Candidate[] = [{ name: "node -e 0", size: 0, args: ["-e", "0"] }];
    for (const size of SIZES) candidates.push(...(await build(folder, size)));
    const env = podEnv(folder);
    report(candidates, {
      times: measureTimes(candidates, env),
      peaks: measurePeaks(candidates, folder, env),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function build(folder: string, size: number): Promise<readonly Candidate[]> {
  const root = path.join(folder, String(size));
  mkdirSync(path.join(root, "dags"), { recursive: true });
  writeFileSync(path.join(root, "package.json"), '{ "name": "many-dags" }');
  writeFileSync(path.join(root, "dags", "_shared.ts"), SHARED_FILE);
  for (let number = 0; number < size; number++) {
    writeFileSync(path.join(root, "dags", `dag-${number}.ts`), dagFile(number));
  }
  const project = await readProject(root);
  const { file } = await buildBundle(project, findAirgoPackage());
  const packed = { name: "packed", size, args: [file] };
  return process.argv.includes("--layouts")
    ? [packed, ...(await buildSimple(project, file, size))]
    : [packed];
}

async function buildSimple(
  project: Project,
  file: string,
  size: number,
): Promise<readonly Candidate[]> {
  const { bundle } = createRequire(file)(file) as PackedFile; // built just now
  const { dags, origins: _, templates: __, broken: ___, ...summary } = bundle.manifest;
  const layouts = await printSimpleLayouts(project, dags, summary);
  return [...layouts].map(([name, text], at) => {
    const layout = path.join(path.dirname(file), `layout-${at}.js`);
    writeFileSync(layout, text);
    return { name, size, args: [layout] };
  });
}

/** Nothing of this process's own: extra certificates alone would more than double the start of an empty program. */
function podEnv(folder: string): Readonly<Record<string, string>> {
  return {
    DAG_ID: "dag-0",
    TASK_ID: "load",
    CREATION_TIMESTAMP: "2024-01-01T00:00:00Z",
    AIRGO_POD_OUT_DIR: path.join(folder, "out"),
    AIRGO_POD_TERMINATION_LOG: path.join(folder, "termination-log"),
  };
}

type Env = ReturnType<typeof podEnv>;

/** Milliseconds; one run of each in turn, so that all see the same machine. */
function measureTimes(candidates: readonly Candidate[], env: Env): readonly number[] {
  const times = candidates.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [at, { args }] of candidates.entries()) {
      const began = performance.now();
      run(args, env);
      times[at]?.push(performance.now() - began);
    }
  }
  return times.map(median);
}

/** Megabytes, told by the process itself when it ends; `ru_maxrss` would count this process, of which it is a fork. */
function measurePeaks(
  candidates: readonly Candidate[],
  folder: string,
  env: Env,
): readonly number[] {
  const probe = path.join(folder, "peak.cjs");
  writeFileSync(
    probe,
    `const { readFileSync, writeSync } = require("fs");
process.on("exit", () => writeSync(2, readFileSync("/proc/self/status", "latin1")));`,
  );
  return candidates.map(({ args }) => {
    const peaks = Array.from({ length: MEMORY_ROUNDS }, () => {
      const status = run(["--require", probe, ...args], env);
      return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
    });
    return median(peaks);
  });
}

function run(args: readonly string[], env: Env): string {
  const { status, stderr } = spawnSync(process.execPath, args, { env, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return stderr;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

interface Measured {
  readonly times: readonly number[];
  readonly peaks: readonly number[];
}

function report(candidates: readonly Candidate[], { times, peaks }: Measured): void {
  const [floor = 1] = times;
  for (const [at, { name, size }] of candidates.entries()) {
    const time = times[at] ?? 0;
    const goal =
      name === "packed" ? `  (goal ${GOALS[SIZES.indexOf(size)]}, ${MEMORY_GOAL} MB)` : "";
    const dags = size === 0 ? "" : `${size} DAGs`;
    const figures = `${(time / floor).toFixed(2)}  ${time.toFixed(1)} ms  ${(peaks[at] ?? 0).toFixed(1)} MB`;
    console.log(`${dags.padStart(9)}  ${name.padEnd(36)}  ${figures}${goal}`);
  }
}

void main();
