// Who is told of a run: a machine, a person who looks, or a file that someone reads later.

import { eventJson } from "../../../runtime/local/event-json.ts";
import type { Reporter, RunEvent } from "../../../runtime/local/run-event.ts";
import type { DagSpec } from "../../core/spec.ts";
import { paintFor } from "../paint.ts";
import type { World } from "../world.ts";
import { elapsed, livePanel } from "./live-panel.ts";
import { LiveView } from "./live-view.ts";
import { RunTeller } from "./run-teller.ts";
import { RunView } from "./run-view.ts";

/** Is told of one run. */
export interface RunReporter {
  readonly report: Reporter;
  /** Gives the terminal back. */
  readonly close: () => void;
}

export interface ReporterOptions {
  readonly spec: DagSpec;
  readonly json: boolean;
}

type ReporterWorld = Pick<World, "stdout" | "stderr" | "env" | "cwd" | "now">;

export function createReporter(world: ReporterWorld, { spec, json }: ReporterOptions): RunReporter {
  if (json) return jsonReporter(world);
  const { env, stdout, stderr, cwd } = world;
  const teller = new RunTeller({ spec, cwd, paint: paintFor(stdout, env) });
  const isLive = stderr.isTTY && env["TERM"] !== "dumb" && !env["CI"];
  return isLive ? liveReporter(world, teller) : plainReporter(world, teller);
}

/** One event a line. */
function jsonReporter({ stdout }: ReporterWorld): RunReporter {
  return {
    report: (event) => stdout.write(`${JSON.stringify(eventJson(event))}\n`),
    close: () => undefined,
  };
}

const FALLBACK_WIDTH = 80;
// From so many tasks on, that one succeeded is told by the panel's numbers only.
const MOST_LINES = 50;

function liveReporter(world: ReporterWorld, teller: RunTeller): RunReporter {
  const { stdout, stderr, env, now } = world;
  const view = new RunView();
  const paint = paintFor(stderr, env);
  const live = new LiveView({
    lines: stdout,
    panel: stderr,
    draw: () => {
      const width = stderr.columns ?? FALLBACK_WIDTH;
      return livePanel(view, { now: now(), width, idWidth: teller.idWidth, paint });
    },
  });
  return {
    report: (event) => {
      view.take(event);
      const words = teller.tell(event);
      if (!isRoutine(event, view)) live.print(words);
      if (event.kind === "run-finished") live.close();
    },
    close: () => live.close(),
  };
}

function isRoutine(event: RunEvent, view: RunView): boolean {
  if (view.taskIds.length <= MOST_LINES) return false;
  return "outcome" in event && event.kind !== "run-finished" && event.outcome.phase === "Succeeded";
}

const REMINDER_MS = 10_000;

/** Lines only; what runs for long is named again and again, so that a task that never ends is seen in a log. */
function plainReporter({ stdout, now }: ReporterWorld, teller: RunTeller): RunReporter {
  const view = new RunView();
  const timer = setInterval(() => stdout.write(reminder(view, now())), REMINDER_MS);
  return {
    report: (event) => {
      view.take(event);
      const words = teller.tell(event);
      if (words !== "") stdout.write(words);
    },
    close: () => clearInterval(timer),
  };
}

const MOST_NAMED = 5;

function reminder(view: RunView, now: Date): string {
  const long = [...view.running].filter(({ since }) => now.getTime() - since.getTime() >= REMINDER_MS);
  if (long.length === 0) return "";
  const named = long
    .slice(0, MOST_NAMED)
    .map(({ taskId, since, progress }) => {
      const done = progress === undefined ? "" : `, ${progress.done}/${progress.total}`;
      return `${taskId} (${elapsed(since, now)}${done})`;
    });
  const more = long.length > MOST_NAMED ? ` and ${long.length - MOST_NAMED} more` : "";
  return `● still running: ${named.join(", ")}${more}\n`;
}
