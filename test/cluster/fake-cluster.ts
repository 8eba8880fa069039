// A cluster of the tests' own: the folder that test/cluster/fake-kubectl.mjs works in, and what can be done to it.

import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Via } from "../../src/cluster/cluster.ts";

const PROGRAM = path.join(import.meta.dirname, "fake-kubectl.mjs");

/** A test, or what else says when it no longer needs the fake. */
export interface Owner {
  after(cleanup: () => void): void;
}

/** One line of the fake's history. */
export interface HistoryEntry {
  readonly at: number;
  readonly kind: "call" | "created" | "deleted" | "stop" | "retry";
  readonly name: string;
  /** Of a creation: when the run began and when it ends by itself. */
  readonly createdAt: number;
  readonly endsAt: number;
  readonly argv: readonly string[];
}

export interface FakeSettings {
  readonly pendingMs?: number;
  readonly runningMs?: number;
  readonly failing?: readonly string[];
  readonly callMs?: number;
  readonly createMs?: number;
  readonly remainsMs?: number;
  readonly lagMs?: number;
  readonly refusedAfter?: number;
  /** The controller lets runs set no more than a reference. */
  readonly restricted?: boolean;
}

export class FakeCluster {
  readonly root: string;
  readonly env: Readonly<Record<string, string>>;

  constructor(t: Owner, programs: readonly Via[] = ["kubectl", "argo"]) {
    this.root = mkdtempSync(path.join(tmpdir(), "airgo-cluster-"));
    t.after(() => rmSync(this.root, { recursive: true, force: true, maxRetries: 5 }));
    const folders = ["bin", "workflows", "workflowtemplates", "drafts", "deleted", "logs"];
    for (const folder of folders) mkdirSync(this.path(folder));
    writeFileSync(this.path("history.jsonl"), "");
    chmodSync(PROGRAM, 0o755);
    for (const program of programs) symlinkSync(PROGRAM, this.path("bin", program));
    // Node itself is found beside the one that runs the tests.
    const PATH = [this.path("bin"), path.dirname(process.execPath)].join(path.delimiter);
    this.env = { PATH, FAKE_CLUSTER: this.root };
  }

  path(...names: readonly string[]): string {
    return path.join(this.root, ...names);
  }

  set(settings: FakeSettings): void {
    writeFileSync(this.path("settings.json"), JSON.stringify(settings));
  }

  /** Until it is mended, no call gets through. */
  breakDown(kind: "down" | "hang"): void {
    writeFileSync(this.path(kind), "");
  }

  mend(kind: "down" | "hang"): void {
    rmSync(this.path(kind));
  }

  /** Every call fails with these words. */
  failWith(stderr: string): void {
    writeFileSync(this.path("stderr.txt"), stderr);
  }

  deployTemplate(name: string, annotations: Readonly<Record<string, string>> = {}): void {
    const template = { kind: "WorkflowTemplate", metadata: { name, annotations } };
    writeFileSync(this.path("workflowtemplates", `${name}.json`), JSON.stringify(template));
  }

  history(kind: HistoryEntry["kind"]): HistoryEntry[] {
    const lines = readFileSync(this.path("history.jsonl"), "utf8").split("\n").slice(0, -1);
    return lines
      .map((line): HistoryEntry => JSON.parse(line))
      .filter((entry) => entry.kind === kind);
  }

  /** The Workflow as it was created. */
  workflow(name: string): { readonly metadata: object; readonly spec: object } {
    return JSON.parse(readFileSync(this.path("workflows", `${name}.json`), "utf8"));
  }

  /** How many runs were unfinished at a time, at most. */
  mostActive(): number {
    const runs = this.history("created");
    const active = runs.map(
      ({ createdAt }) =>
        runs.filter((run) => run.createdAt <= createdAt && createdAt < run.endsAt).length,
    );
    return Math.max(0, ...active);
  }
}
