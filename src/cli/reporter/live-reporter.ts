import type { RunEvent } from "../../../runtime/local/run-event.ts";
import { paintFor } from "../paint.ts";
import { livePanel } from "./live-panel.ts";
import { LiveView } from "./live-view.ts";
import type { ReporterWorld, RunReporter } from "./run-reporter.ts";
import type { RunTeller } from "./run-teller.ts";
import { RunView } from "./run-view.ts";

const FALLBACK_WIDTH = 80;
// From so many tasks on, only the panel's numbers tell that one succeeded.
const MOST_LINES = 50;

/** Lines that stay, and below them what runs now. */
export function liveReporter(world: ReporterWorld, teller: RunTeller): RunReporter {
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
      live.print(isRoutine(event, view) ? "" : words);
      if (event.kind === "run-finished") live.close();
    },
    close: () => live.close(),
  };
}

function isRoutine(event: RunEvent, view: RunView): boolean {
  if (view.taskIds.length <= MOST_LINES) return false;
  return event.kind === "task-finished" && event.outcome.phase === "Succeeded";
}
