// Keeps a run on disk while it goes on, so that a run that was killed can be resumed. `run.json` is always replaced
// whole.

import { appendFile, mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import type { LogRecord } from "../logger/create-logger.ts";
import { readableLine } from "../logger/readable-line.ts";
import type { RunEvent } from "./run-event.ts";
import {
  type ItemRecord,
  itemRecord,
  type RecordedTask,
  type RunRecord,
  taskRecord,
} from "./run-record.ts";
import { logPath, recordPath } from "./run-store.ts";

/** A run before anything has happened. */
export type NewRun = Pick<RunRecord, "runId" | "dagId" | "executionDate" | "params">;

// A record is as large as its run: the pause grows with the time that writing takes.
const SHORTEST_PAUSE_MS = 250;
const PAUSES_PER_WRITE = 20;

export class RunRecorder {
  readonly #directory: string;
  readonly #run: NewRun;
  readonly #tasks: Record<string, RecordedTask> = {};
  /** Of fan-outs that have not ended. */
  readonly #items = new Map<string, ItemRecord[]>();
  readonly #logs = new Map<string, string>();
  #state: Omit<RunRecord, "version" | "tasks" | keyof NewRun> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #pause = SHORTEST_PAUSE_MS;
  #writing: Promise<void> = Promise.resolve();

  constructor(directory: string, run: NewRun) {
    this.#directory = directory;
    this.#run = run;
  }

  /** Makes the run's directory: a directory that cannot be written stops a run before it starts. */
  async open(): Promise<void> {
    await mkdir(path.dirname(logPath(this.#directory, this.#run.runId, "any")), {
      recursive: true,
    });
  }

  /** A Reporter. */
  readonly report = (event: RunEvent): void => {
    this.#keep(event);
    this.#timer ??= setTimeout(() => {
      this.#writing = this.#write();
      // Told by close(), which awaits it; until then it is nobody's.
      this.#writing.catch(() => undefined);
    }, this.#pause);
  };

  /** Writes what is not written yet. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#writing;
    await this.#write();
    clearTimeout(this.#timer);
  }

  #keep(event: RunEvent): void {
    switch (event.kind) {
      case "run-started":
        this.#state = {
          phase: "Running",
          startedAt: event.at.toISOString(),
          taskIds: event.taskIds,
        };
        break;
      case "log":
        this.#keepLog(event.taskId, event.record);
        break;
      case "item-finished":
        this.#itemsOf(event.taskId).push(itemRecord(event.outcome));
        break;
      case "task-reused":
      case "task-finished":
      case "task-skipped":
      case "task-omitted":
        this.#tasks[event.taskId] = taskRecord(event.outcome);
        this.#items.delete(event.taskId);
        break;
      case "run-finished":
        this.#keepEnd(event);
    }
  }

  #keepLog(taskId: string, record: LogRecord): void {
    const line = readableLine(record, { colors: false });
    this.#logs.set(taskId, (this.#logs.get(taskId) ?? "") + line);
  }

  #itemsOf(taskId: string): ItemRecord[] {
    const items = this.#items.get(taskId) ?? [];
    this.#items.set(taskId, items);
    return items;
  }

  #keepEnd({ outcome, at }: Extract<RunEvent, { kind: "run-finished" }>): void {
    if (this.#state === undefined) return;
    const { phase, stopped } = outcome;
    const why = stopped === undefined ? {} : { stopped };
    this.#state = { ...this.#state, ...why, phase, finishedAt: at.toISOString() };
  }

  async #write(): Promise<void> {
    const began = performance.now();
    await this.#writeLogs();
    const file = recordPath(this.#directory, this.#run.runId);
    const temporary = `${file}.tmp`;
    await writeFile(temporary, `${JSON.stringify(this.#record())}\n`);
    await rename(temporary, file);
    this.#pause = Math.max(SHORTEST_PAUSE_MS, (performance.now() - began) * PAUSES_PER_WRITE);
    this.#timer = undefined;
  }

  async #writeLogs(): Promise<void> {
    const logs = [...this.#logs];
    this.#logs.clear();
    for (const [taskId, lines] of logs) {
      await appendFile(logPath(this.#directory, this.#run.runId, taskId), lines);
    }
  }

  #record(): RunRecord {
    const { phase = "Running", startedAt = "", taskIds = [], ...ended } = this.#state ?? {};
    const running = [...this.#items].map(([taskId, items]): [string, RecordedTask] => {
      const attempts = items.reduce((sum, item) => sum + item.attempts, 0);
      return [taskId, { phase: "Running", attempts, items }];
    });
    const tasks = { ...this.#tasks, ...Object.fromEntries(running) };
    return { version: 1, ...this.#run, phase, startedAt, ...ended, taskIds, tasks };
  }
}
