// Asks a new bundle which DAGs its files have. The files are a user's code: they may throw, print, hang, or end the process,
// so that it happens in a process of its own, and one file's failure is no other's.

import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { DescribeRequest, FileDescription } from "../../runtime/describe-dags.ts";
import { DESCRIBE } from "../../runtime/pack-format.ts";
import { toProblem } from "../core/errors.ts";

type RequestedFile = DescribeRequest["files"][number];

/** How long DAG files may take to load, all together, before one is taken to hang. */
const PATIENCE_MS = 120_000;

export async function describeFiles(
  bundle: string,
  files: readonly RequestedFile[],
  timezone: string,
): Promise<readonly FileDescription[]> {
  const described: FileDescription[] = [];
  while (described.length < files.length) {
    const { lines, ending } = await ask(bundle, files.slice(described.length), timezone);
    described.push(...lines);
    const next = files[described.length];
    // The process went on after its last line, and never came to the next.
    if (next !== undefined) described.push(describeEnding(next.file, ending));
  }
  return described;
}

/** How the process ended, after the name of the file that it was at. */
interface Ending {
  readonly words: string;
  readonly hint: string;
}

interface Answer {
  readonly lines: readonly FileDescription[];
  readonly ending: Ending;
}

async function ask(
  bundle: string,
  files: readonly RequestedFile[],
  timezone: string,
): Promise<Answer> {
  const folder = await mkdtemp(path.join(tmpdir(), "airgo-describe-"));
  try {
    const [request, output] = [path.join(folder, "request.json"), path.join(folder, "output")];
    const body: DescribeRequest = { files, timezone, output };
    await Promise.all([writeFile(request, JSON.stringify(body)), writeFile(output, "")]);
    const ending = await runToEnd([bundle, DESCRIBE, request]);
    return { lines: parseLines(await readFile(output, "utf8")), ending };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What a DAG file prints is talk: stdout belongs to the command that builds. */
function runToEnd(args: readonly string[]): Promise<Ending> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      stdio: ["ignore", 2, 2],
      timeout: PATIENCE_MS,
      killSignal: "SIGKILL",
    });
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      if (child.killed) resolve(ended(`did not end in ${PATIENCE_MS / 1000} s`));
      else resolve(signal === null ? ended(`ended the process (${code})`) : killed(signal));
    });
  });
}

function ended(what: string): Ending {
  return {
    words: ` ${what} while it was loaded`,
    hint: "a DAG file only declares: move what it does into execute() or a task's handler",
  };
}

/** By the system, or by V8: both mostly for want of memory. */
function killed(signal: NodeJS.Signals): Ending {
  const isMemory = signal === "SIGKILL" || signal === "SIGABRT";
  return {
    words: `: the process that loaded it was killed (${signal})`,
    hint: isMemory
      ? "it mostly means that memory ran out: give the build more, or have the file load its data in execute()"
      : "build again; where it happens again, see what the file does when it is loaded",
  };
}

function parseLines(text: string): readonly FileDescription[] {
  // The last line is whole or was never written: what follows the last line break is empty.
  return text
    .split("\n")
    .slice(0, -1)
    .map((line): FileDescription => JSON.parse(line));
}

function describeEnding(file: string, { words, hint }: Ending): FileDescription {
  const problem = toProblem("broken-dag-file", file + words, {
    hint,
    location: { file, line: 1, column: 1 },
  });
  return { file, dags: [], problems: [problem] };
}
