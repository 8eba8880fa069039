// A project of the tests' own with its real bundle, and its command line as a process, with the fake programs on its PATH.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestContext } from "node:test";
import { findAirgoPackage } from "../../src/project/airgo-package.ts";
import { buildBundle } from "../../src/project/build-bundle.ts";
import { readProject } from "../../src/project/read-project.ts";
import type { FakeCluster } from "./fake-cluster.ts";

const DAG_FILE = `
import { DAG } from "airgo";
export const dag = new DAG("etl", { scheduleInterval: "@hourly", startDate: "2024-01-01" });
const load = dag.task("load", async () => 1);
load();
export const byHand = new DAG("by-hand");
const look = byHand.task("look", async () => 1);
look();
`;

/** How a command ended. */
export interface CommandEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningCommand {
  readonly ended: Promise<CommandEnd>;
  readonly isRunning: () => boolean;
  readonly kill: (signal: NodeJS.Signals) => void;
}

export class ClusterProject {
  readonly root: string;
  readonly #cluster: FakeCluster;

  constructor(t: TestContext, cluster: FakeCluster) {
    this.#cluster = cluster;
    this.root = mkdtempSync(path.join(tmpdir(), "airgo-project-"));
    t.after(() => rmSync(this.root, { recursive: true, force: true, maxRetries: 5 }));
    const manifest = { name: "shop", version: "1.0.0", type: "module", airgo: {} };
    writeFileSync(path.join(this.root, "package.json"), JSON.stringify(manifest));
    mkdirSync(path.join(this.root, "dags"));
    writeFileSync(path.join(this.root, "dags", "etl.ts"), DAG_FILE);
  }

  async build(): Promise<void> {
    await buildBundle(await readProject(this.root), findAirgoPackage());
  }

  airgo(...args: readonly string[]): Promise<CommandEnd> {
    return this.start(...args).ended;
  }

  start(...args: readonly string[]): RunningCommand {
    const child = spawn(process.execPath, [path.join("dist", "airgo.js"), ...args], {
      cwd: this.root,
      env: { ...this.#cluster.env, NO_COLOR: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    return {
      ended: endOf(child),
      isRunning: () => child.exitCode === null,
      kill: (signal) => child.kill(signal),
    };
  }
}

async function endOf(child: ChildProcess): Promise<CommandEnd> {
  let [stdout, stderr] = ["", ""];
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, stdout, stderr };
}
