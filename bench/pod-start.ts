// W2: from a pod's process start to its end (one task, one log line, one output file), as a ratio to `node -e 0`, with 1,
// 1,000 and 5,000 DAGs in the bundle. `--layouts` also measures the simpler layouts that the packed file is compared with.

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import type { PackedFile } from "../runtime/main.ts";
import { findAirgoPackage } from "../src/project/airgo-package.ts";
import { buildBundle } from "../src/project/build-bundle.ts";
import { type Project, readProject } from "../src/project/read-project.ts";
import { describeMachine, milliseconds, tell } from "./finding.ts";
import { dagFile, SHARED_FILE } from "./generate-dags.ts";
import { exponent, median } from "./measure.ts";
import { printSimpleLayouts } from "./simple-layouts.ts";

const SIZES = [1, 1_000, 5_000];
const GOALS = [1.35, 1.5, 1.8];
const MEMORY_GOAL = 46;
const ROUNDS = 25;

/** One program that is measured. */
interface Candidate {
  readonly name: string;
  readonly size: number;
  readonly args: readonly string[];
}

async function main(): Promise<void> {
  console.log(describeMachine());
  const folder = mkdtempSync(path.join(tmpdir(), "airgo-pod-start-"));
  try {
    const candidates: Candidate[] = [{ name: "node -e 0", size: 0, args: ["-e", "0"] }];
    for (const size of SIZES) candidates.push(...(await build(folder, size)));
    const env = podEnv(folder);
    const measured = measureAll(candidates, folder, env);
    report(candidates, measured);
    tellPacked(candidates, measured);
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

/** One run of a candidate. */
type Run = Pick<Measured, "time" | "cpu" | "memory">;

interface Measured {
  /** Milliseconds from start to end. */
  readonly time: number;
  readonly fastest: number;
  readonly slowest: number;
  /** Milliseconds of processor time: what a busy machine changes least. */
  readonly cpu: number;
  /** Megabytes at the peak. */
  readonly memory: number;
}

/** Medians; one run of each in turn, so that all see the same machine. */
function measureAll(
  candidates: readonly Candidate[],
  folder: string,
  env: Env,
): readonly Measured[] {
  const probe = path.join(folder, "probe.cjs");
  writeFileSync(probe, PROBE);
  const runs = candidates.map((): Run[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [at, { args }] of candidates.entries()) {
      const began = performance.now();
      run(args, env);
      const time = performance.now() - began;
      const told = run(["--require", probe, ...args], env);
      runs[at]?.push({
        time,
        cpu: numberAfter("cpu", told),
        memory: numberAfter("VmHWM", told) / 1024,
      });
    }
  }
  return runs.map((all) => {
    const times = all.map(({ time }) => time);
    return {
      time: median(times),
      fastest: Math.min(...times),
      slowest: Math.max(...times),
      cpu: median(all.map(({ cpu }) => cpu)),
      memory: median(all.map(({ memory }) => memory)),
    };
  });
}

// Told by the process itself when it ends: the system's own record of a child counts its parent, of which it is a fork.
const PROBE = `const { readFileSync, writeSync } = require("fs");
process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  writeSync(2, readFileSync("/proc/self/status", "latin1") + "cpu: " + (user + system) / 1000 + "\\n");
});`;

function numberAfter(name: string, text: string): number {
  return Number(new RegExp(`^${name}:\\s+([\\d.]+)`, "m").exec(text)?.[1]);
}

function run(args: readonly string[], env: Env): string {
  const { status, stderr } = spawnSync(process.execPath, args, { env, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return stderr;
}

function report(candidates: readonly Candidate[], measured: readonly Measured[]): void {
  const [floor] = measured;
  console.log("            time   cpu    memory   (time and cpu as ratios to node -e 0)");
  for (const [at, { name, size }] of candidates.entries()) {
    const found = measured[at];
    if (found === undefined || floor === undefined) continue;
    const isPacked = name === "packed";
    const goal = isPacked ? `   goal ${GOALS[SIZES.indexOf(size)]}, ${MEMORY_GOAL} MB` : "";
    const dags = size === 0 ? "" : `${size} DAGs`;
    const ratios = [found.time / floor.time, found.cpu / floor.cpu].map((ratio) =>
      ratio.toFixed(2).padStart(5),
    );
    console.log(
      `${dags.padStart(9)}  ${ratios.join("  ")}  ${found.memory.toFixed(1).padStart(5)} MB   ${name}${goal}`,
    );
  }
}

/** The rows of the table: one for each size of the packed file. */
function tellPacked(candidates: readonly Candidate[], measured: readonly Measured[]): void {
  const packed = candidates.flatMap(({ name, size }, at) => {
    const found = measured[at];
    return name === "packed" && found !== undefined ? [{ ...found, size }] : [];
  });
  const growth = exponent(packed.map(({ size, time }) => [size, time]));
  const [floor] = measured;
  if (floor === undefined) return;
  for (const { size, time, fastest, slowest, cpu, memory } of packed) {
    tell({
      workload: "W2",
      what: `a pod's start with ${size.toLocaleString("en")} DAG${size === 1 ? "" : "s"} in the bundle`,
      goal: `≤ ${GOALS[SIZES.indexOf(size)]} × node -e 0, ≤ ${MEMORY_GOAL} MB`,
      figure: `${milliseconds(time)}, ${memory.toFixed(0)} MB`,
      spread: `${milliseconds(fastest)} to ${milliseconds(slowest)}`,
      ratio: `${(time / floor.time).toFixed(2)} × node -e 0 (CPU ${(cpu / floor.cpu).toFixed(2)} ×)`,
      growth: growth.toFixed(2),
    });
  }
}

void main();
