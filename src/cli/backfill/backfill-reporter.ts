// Who is told of a backfill: a machine, a person who looks, or a file that someone reads later.

import type {
  BackfillEvent,
  BackfillProgress,
  BackfillReporter,
} from "../../cluster/backfill-event.ts";
import { jsonLine } from "../json-line.ts";
import { type Paint, paintFor } from "../paint.ts";
import { LiveView } from "../reporter/live-view.ts";
import { visibleLength } from "../table.ts";
import type { World } from "../world.ts";
import { eventJson } from "./backfill-json.ts";
import { type BackfillStyle, progressWords, wordsOf } from "./backfill-words.ts";

export interface BackfillTelling {
  readonly report: BackfillReporter;
  /** Gives the terminal back. */
  readonly close: () => void;
}

export type BackfillTalk = Omit<BackfillStyle, "paint"> & { readonly json: boolean };

export function createBackfillReporter(
  world: World,
  { json, ...talk }: BackfillTalk,
): BackfillTelling {
  const { env, stdout, stderr } = world;
  if (json) {
    return { report: (event) => stdout.write(jsonLine(eventJson(event))), close: () => undefined };
  }
  const style = { ...talk, paint: paintFor(stderr, env) };
  const isLive = stderr.isTTY && env.TERM !== "dumb" && !env.CI;
  return isLive ? liveTelling(world, style) : plainTelling(world, style);
}

function liveTelling({ stderr }: World, style: BackfillStyle): BackfillTelling {
  let progress: BackfillProgress | undefined;
  const draw = () => (progress === undefined ? [] : [panel(progress, style.paint, stderr.columns)]);
  const live = new LiveView({ lines: stderr, panel: stderr, draw });
  return {
    report: (event) => {
      if (event.kind === "backfill-progress") progress = event.progress;
      live.print(isTold(event, style) ? wordsOf(event, style) : "");
      if (event.kind === "backfill-finished") live.close();
    },
    close: () => live.close(),
  };
}

const BAR_WIDTH = 24;

const FALLBACK_WIDTH = 80;

/** As much as a line takes: one that wraps could not be drawn anew. */
function panel(progress: BackfillProgress, paint: Paint, width = FALLBACK_WIDTH): string {
  const { succeeded, failed, lost, active, missing } = progress;
  const ended = succeeded + failed + lost;
  const filled = Math.floor((ended / Math.max(1, ended + active + missing)) * BAR_WIDTH);
  let line = paint("green", "━".repeat(filled)) + paint("dim", "─".repeat(BAR_WIDTH - filled));
  for (const words of progressWords(progress, paint)) {
    const longer = `${line}  ${words}`;
    if (visibleLength(longer) < width) line = longer;
  }
  return line;
}

const PROGRESS_MS = 30_000;

/** Lines only: what ends, and now and then how far it is. */
function plainTelling({ stderr, now }: World, style: BackfillStyle): BackfillTelling {
  let toldAt = 0;
  return {
    report: (event) => {
      if (isTold(event, style)) stderr.write(wordsOf(event, style));
      if (event.kind !== "backfill-progress" || now().getTime() - toldAt < PROGRESS_MS) return;
      toldAt = now().getTime();
      stderr.write(`● ${progressWords(event.progress, style.paint).join(", ")}\n`);
    },
    close: () => undefined,
  };
}

// From so many runs on, that one succeeded is told by the numbers only.
const MOST_LINES = 50;

function isTold(event: BackfillEvent, { plan }: BackfillStyle): boolean {
  return (
    event.kind !== "run-ended" || event.entry.state === "failed" || plan.runs.length <= MOST_LINES
  );
}
