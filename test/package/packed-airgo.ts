// The npm package as a person gets it: packed, unpacked, and called in folders of its own.

import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const root = path.join(import.meta.dirname, "..", "..");

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface PackedAirgo {
  /** A folder that goes when the tests end. */
  readonly folder: string;
  readonly tarball: string;
  /** The command line of the unpacked package, which nothing is installed beside. */
  readonly bin: string;
  remove(): void;
}

export function packAirgo(): PackedAirgo {
  const folder = mkdtempSync(path.join(tmpdir(), "airgo-package-"));
  const [source, unpacked] = [path.join(folder, "source"), path.join(folder, "unpacked")];
  mkdirSync(unpacked);
  // A copy, so that tests at the same time do not meet, and this repository stays as it is.
  for (const file of ["package.json", "README.md", "LICENSE", ...packedFiles()]) {
    cpSync(path.join(root, file), path.join(source, file), { recursive: true });
  }
  const lib = path.join(source, "lib");
  expectOk(call(process.execPath, ["scripts/build-package.mjs", lib], { cwd: root }));
  const pack = ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder];
  const tarball = path.join(folder, expectOk(call("npm", pack, { cwd: source })).stdout.trim());
  expectOk(call("tar", ["-xzf", tarball, "-C", unpacked], { cwd: folder }));
  return {
    folder,
    tarball,
    bin: path.join(unpacked, "package", "bin", "airgo.js"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function packedFiles(): readonly string[] {
  const { files } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  return files.filter((file: string) => file !== "lib");
}

export interface CallOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The environment of a person's shell: nothing of the test runner's. */
function environment(own: CallOptions["env"]) {
  const { NODE_OPTIONS: _, NODE_TEST_CONTEXT: __, ...env } = process.env;
  return { ...env, NO_COLOR: "1", ...own };
}

export function call(command: string, args: readonly string[], options: CallOptions): Ended {
  const { cwd, env } = options;
  const ended = spawnSync(command, args, { cwd, env: environment(env), encoding: "utf8" });
  if (ended.error) throw ended.error;
  return { code: ended.status, stdout: ended.stdout, stderr: ended.stderr };
}

export function expectOk(ended: Ended): Ended {
  if (ended.code === 0) return ended;
  throw new Error(`exit code ${ended.code}\n${ended.stdout}\n${ended.stderr}`);
}

/** A command that goes on beside the test. */
export interface Started {
  /** Resolves when `pattern` has come on either stream, after what was waited for before. */
  waitFor(pattern: RegExp): Promise<void>;
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<number | null>;
}

export function start(command: string, args: readonly string[], options: CallOptions): Started {
  const { cwd, env } = options;
  const child = spawn(command, args, {
    cwd,
    env: environment(env),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  const waiting = new Set<() => void>();
  const note = (chunk: Buffer) => {
    text += chunk;
    for (const look of waiting) look();
  };
  child.stdout.on("data", note);
  child.stderr.on("data", note);
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  return {
    waitFor: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(text);
          if (found === null) return;
          text = text.slice(found.index + found[0].length);
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
        void ended.then((code) =>
          reject(new Error(`ended with ${code} before ${pattern}: ${text}`)),
        );
      }),
    kill: (signal) => void child.kill(signal),
    ended,
  };
}
