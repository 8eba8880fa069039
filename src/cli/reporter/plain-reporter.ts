import { elapsed } from "./live-panel.ts";
import type { ReporterWorld, RunReporter } from "./run-reporter.ts";
import type { RunTeller } from "./run-teller.ts";
import { type RunningTask, RunView } from "./run-view.ts";

const REMINDER_MS = 10_000;
const LONG_MS = 5_000;

/** Lines only; what runs for long is named again and again, so that a task that never ends is seen in a log. */
export function plainReporter({ stdout, now }: ReporterWorld, teller: RunTeller): RunReporter {
  const view = new RunView();
  const timer = setInterval(() => {
    const words = reminder([...view.running], now());
    if (words !== "") stdout.write(words);
  }, REMINDER_MS);
  // A run in which nothing can happen any more is told by its tasks failing, not kept alive by its reporter.
  timer.unref();
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

/** Empty where nothing has run for long. */
export function reminder(running: readonly RunningTask[], now: Date): string {
  const long = running.filter(({ since }) => now.getTime() - since.getTime() >= LONG_MS);
  if (long.length === 0) return "";
  const named = long.slice(0, MOST_NAMED).map(({ taskId, since, progress }) => {
    const done = progress === undefined ? "" : `, ${progress.done}/${progress.total}`;
    return `${taskId} (${elapsed(since, now)}${done})`;
  });
  const more = long.length > MOST_NAMED ? ` and ${long.length - MOST_NAMED} more` : "";
  return `● still running: ${named.join(", ")}${more}\n`;
}
