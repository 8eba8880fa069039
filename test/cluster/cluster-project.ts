// A project of the tests' own with its real bundle, and its command line as a process, with the fake programs on its PATH.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
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
  readonly #root = mkdtempSync(path.join(tmpdir(), "airgo-project-"));

  /** With its bundle. */
  static async build(): Promise<ClusterProject> {
    const project = new ClusterProject();
    const root = project.#root;
    const manifest = { name: "shop", version: "1.0.0", type: "module", airgo: {} };
    writeFileSync(path.join(root, "package.json"), JSON.stringify(manifest));
    mkdirSync(path.join(root, "dags"));
    writeFileSync(path.join(root, "dags", "etl.ts"), DAG_FILE);
    await buildBundle(await readProject(root), findAirgoPackage());
    return project;
  }

  remove(): void {
    rmSync(this.#root, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Its command line, to be used on this cluster. */
  on({ env }: FakeCluster): (...args: readonly string[]) => RunningCommand {
    return (...args) => {
      const child = spawn(process.execPath, [path.join("dist", "airgo.js"), ...args], {
        cwd: this.#root,
        env: { ...env, NO_COLOR: "1" },
        stdio: ["ignore", "pipe", "pipe"],
      });
      return {
        ended: endOf(child),
        isRunning: () => child.exitCode === null,
        kill: (signal) => child.kill(signal),
      };
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
