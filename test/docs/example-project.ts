// A project with the DAGs of dags/, as somebody who reads the pages has it.

import { spawnSync } from "node:child_process";
import {
  closeSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findAirgoPackage } from "../../src/project/airgo-package.ts";
import { buildBundle } from "../../src/project/build-bundle.ts";
import { readProject } from "../../src/project/read-project.ts";
import { root } from "./documents.ts";

/** How a command ended, with what it printed on both streams, in the order of the printing. */
export interface Ended {
  readonly status: number | null;
  readonly output: string;
}

export class ExampleProject {
  readonly folder = mkdtempSync(path.join(tmpdir(), "airgo-page-"));
  #isBuilt = false;
  #isRendered = false;

  /** The project as it is in the repository. */
  static async create(): Promise<ExampleProject> {
    const project = new ExampleProject();
    for (const part of ["package.json", "dags", "templates"]) {
      cpSync(path.join(root, part), path.join(project.folder, part), { recursive: true });
    }
    await project.render();
    return project;
  }

  /** Another one that is as this one is now. */
  copy(): ExampleProject {
    const project = new ExampleProject();
    cpSync(this.folder, project.folder, { recursive: true });
    project.#isBuilt = this.#isBuilt;
    project.#isRendered = this.#isRendered;
    return project;
  }

  write(file: string, text: string): void {
    const place = path.join(this.folder, file);
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, text);
    this.#isBuilt = false;
    this.#isRendered = false;
  }

  /** Writes all that `render` writes, where it is not current. */
  async render(): Promise<void> {
    if (this.#isRendered) return;
    const { status, output } = await this.run(["render", "--rbac"]);
    if (status !== 0) throw new Error(output);
    this.#isRendered = true;
  }

  read(file: string): string {
    return readFileSync(path.join(this.folder, file), "utf8");
  }

  /** Runs airgo by the project's bundle; what only the npm package can do, by that. */
  async run(args: readonly string[]): Promise<Ended> {
    await this.#build();
    const transcript = path.join(this.folder, ".transcript");
    const stream = openSync(transcript, "w");
    const { status } = spawnSync(process.execPath, [...programOf(args), ...args], {
      cwd: this.folder,
      stdio: ["ignore", stream, stream],
      env: { ...process.env, NO_COLOR: "1" },
    });
    closeSync(stream);
    return { status, output: readFileSync(transcript, "utf8") };
  }

  async #build(): Promise<void> {
    if (this.#isBuilt) return;
    await buildBundle(await readProject(this.folder), findAirgoPackage());
    this.#isBuilt = true;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

function programOf([command = ""]: readonly string[]): readonly string[] {
  if (!["graph", "init", "build"].includes(command)) return ["dist/airgo.js"];
  const tsx = path.join(root, "node_modules", "tsx", "dist", "esm", "index.mjs");
  return ["--import", tsx, path.join(import.meta.dirname, "npm-airgo.ts")];
}
