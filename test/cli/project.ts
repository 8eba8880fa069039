// A project in a folder of its own with its real bundle, whose command line is run as a process.

import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findAirgoPackage } from "../../src/project/airgo-package.ts";
import { buildBundle } from "../../src/project/build-bundle.ts";
import { readProject } from "../../src/project/read-project.ts";

/** What a process printed, and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CallOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Is given the process and all that it has printed on stdout so far. */
  readonly onStdout?: (child: ChildProcess, stdout: string) => void;
}

export class CliProject {
  readonly root = mkdtempSync(path.join(tmpdir(), "airgo-cli-"));

  /** `files` by path, beside the DAG files of this folder that `dags` names. */
  constructor(dags: readonly string[], files: Readonly<Record<string, string>> = {}) {
    const airgo = { projectName: "demo-project", image: "registry.example/demo:1.0" };
    this.write("package.json", JSON.stringify({ name: "demo", version: "2.3.4", airgo }));
    for (const file of dags) {
      cpSync(path.join(import.meta.dirname, "dags", file), path.join(this.root, "dags", file));
    }
    for (const [file, text] of Object.entries(files)) this.write(file, text);
  }

  write(file: string, text: string): void {
    const target = path.join(this.root, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }

  async build(): Promise<void> {
    await buildBundle(await readProject(this.root), findAirgoPackage());
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  /** `node dist/airgo.js` with these arguments. */
  call(args: readonly string[], { env = {}, onStdout }: CallOptions = {}): Promise<Ended> {
    const child = spawn(process.execPath, [path.join("dist", "airgo.js"), ...args], {
      cwd: this.root,
      env: { PATH: process.env.PATH ?? "", HOME: this.root, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      onStdout?.(child, stdout);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    return new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve({ code, stdout, stderr }));
    });
  }
}

/** The lines of `text`, without what differs from run to run. */
export function steady(text: string): readonly string[] {
  return (
    text
      .replace(/\b\d+(?:\.\d+)?m?s\b/g, "TIME")
      // Lines are exact; a column may be a few letters off, where the bundle spells a name otherwise.
      .replace(/(\.ts:\d+):\d+/g, "$1")
      .replace(/\d{8}t\d{6}-[0-9a-f]{4}/g, "ID")
      .split("\n")
  );
}
