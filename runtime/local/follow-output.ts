// What an isolated attempt says while it runs: the lines of its log, and its progress.

import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Readable } from "node:stream";
import type { LogRecord } from "../logger/create-logger.ts";
import type { AttemptRequest } from "./attempt-runner.ts";
import { podPaths } from "./pod-directory.ts";

const INFO = 30;
const ERROR = 50;
const PROGRESS_PAUSE_MS = 1000;

export interface FollowedRun {
  readonly root: string;
  readonly runId: string;
}

export function followOutput(
  child: ChildProcess,
  request: AttemptRequest,
  { root, runId }: FollowedRun,
): void {
  const { taskId, mapIndex, tryNumber, log } = request;
  const bindings = { taskId, runId, tryNumber, mapIndex };
  const plain = (level: number, msg: string) => log({ level, time: Date.now(), ...bindings, msg });
  followLines(child.stdout, (lines) => {
    for (const line of lines) {
      const { before, record } = splitLine(line);
      if (before !== "" || record === undefined) plain(INFO, before);
      if (record !== undefined) log(record);
    }
  });
  // A stack is one record, not one a line.
  followLines(child.stderr, (lines) => plain(ERROR, lines.join("\n")));
  followProgress(child, request, podPaths(root).progress);
}

function followLines(stream: Readable | null, take: (lines: readonly string[]) => void): void {
  let rest = "";
  stream?.setEncoding("utf8");
  stream?.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    if (lines.length > 0) take(lines);
  });
  stream?.on("end", () => {
    if (rest !== "") take([rest]);
  });
}

const RECORD = '{"level":';

/** A record of the pod's logger, and what the task itself printed before it without ending its line. */
function splitLine(line: string): { readonly before: string; readonly record?: LogRecord } {
  const at = line.indexOf(RECORD);
  if (at < 0) return { before: line };
  try {
    return { before: line.slice(0, at), record: JSON.parse(line.slice(at)) };
  } catch {
    return { before: line };
  }
}

function followProgress(child: ChildProcess, { progress }: AttemptRequest, file: string): void {
  let last = "";
  const read = (): void => {
    const text = readText(file);
    if (text === last) return;
    last = text;
    const [, done, total] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
    if (done !== undefined && total !== undefined) progress(Number(done), Number(total));
  };
  const timer = setInterval(read, PROGRESS_PAUSE_MS);
  child.once("close", () => {
    clearInterval(timer);
    read();
  });
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
