// A project in a folder of its own, bundled as a user's is: with airgo's code compiled beforehand, as npm delivers it.

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestContext } from "node:test";
import { type AirgoPackage, findAirgoPackage } from "../../src/project/airgo-package.ts";
import { type BuildResult, buildBundle } from "../../src/project/build-bundle.ts";
import { compileAirgo } from "../../src/project/compile-airgo.ts";
import { readProject } from "../../src/project/read-project.ts";

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Arguments of Node's own. */
  readonly node?: readonly string[];
  readonly args?: readonly string[];
  readonly cwd?: string;
}

/** `files` by path; `config` is the "airgo" key of package.json. */
export class BundleProject {
  readonly root = mkdtempSync(path.join(tmpdir(), "airgo-bundle-"));
  readonly bundle = path.join(this.root, "dist", "airgo.js");
  /** Where the pods of `runPod` put their outputs. */
  readonly outputs = path.join(this.root, "out");

  constructor(files: Readonly<Record<string, string>>, config: object = {}) {
    // An ES module's package, as `airgo init` makes it.
    const manifest = { name: "demo", version: "1.2.3", type: "module", airgo: config };
    this.write("package.json", JSON.stringify(manifest));
    for (const [file, text] of Object.entries(files)) this.write(file, text);
  }

  write(file: string, text: string): void {
    const target = path.join(this.root, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }

  read(file: string): string {
    return readFileSync(path.join(this.root, file), "utf8");
  }

  async build(): Promise<BuildResult> {
    return buildBundle(await readProject(this.root), await packedAirgo());
  }

  runPod(dagId: string, taskId: string, options: RunOptions = {}): Ended {
    const pod = {
      DAG_ID: dagId,
      TASK_ID: taskId,
      CREATION_TIMESTAMP: "2024-01-01T00:00:00Z",
      AIRGO_POD_OUT_DIR: this.outputs,
      AIRGO_POD_TERMINATION_LOG: path.join(this.root, "termination-log"),
    };
    return this.run(this.bundle, { ...options, env: { ...pod, ...options.env } });
  }

  run(file: string, { env = {}, node = [], args = [], cwd = this.root }: RunOptions = {}): Ended {
    const all = { PATH: process.env.PATH ?? "", ...env };
    const options = { cwd, env: all, encoding: "utf8" } as const;
    const ended = spawnSync(process.execPath, [...node, file, ...args], options);
    return { code: ended.status, stdout: ended.stdout, stderr: ended.stderr };
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** A project that is removed when the test is over. */
export function createProject(
  t: TestContext,
  files: Readonly<Record<string, string>>,
  config: object = {},
): BundleProject {
  const project = new BundleProject(files, config);
  t.after(() => project.remove());
  return project;
}

let packed: Promise<AirgoPackage> | undefined;

/** airgo as the npm package has it; compiled once a test file. */
export function packedAirgo(): Promise<AirgoPackage> {
  packed ??= packAirgo();
  return packed;
}

async function packAirgo(): Promise<AirgoPackage> {
  const airgo = findAirgoPackage();
  const parts = path.join(mkdtempSync(path.join(tmpdir(), "airgo-parts-")), "parts.json");
  process.once("exit", () => rmSync(path.dirname(parts), { recursive: true, force: true }));
  writeFileSync(parts, JSON.stringify(await compileAirgo(airgo.root)));
  return { ...airgo, isPacked: true, parts };
}

/** A DAG file with one task, which runs `body`. */
export function dagFile(dagId: string, body = "return 1", imports = ""): string {
  return `import { DAG } from "airgo";
${imports}
export const dag = new DAG("${dagId}");
const task = dag.task("task", async (): Promise<unknown> => { ${body} });
const take = dag.task("take", async ({ value }: { value: unknown }) => value);
take({ value: task() });
`;
}
