import type { Phase } from "../../core/phases.ts";
import type { Style } from "../paint.ts";

/** How a phase looks: its mark, and its colour where there are colours. */
export const MARKS: Readonly<
  Record<Phase | "Running" | "stopped" | "retry", readonly [string, Style]>
> = {
  Succeeded: ["✓", "green"],
  Failed: ["✗", "red"],
  Error: ["✗", "red"],
  Skipped: ["↷", "yellow"],
  Omitted: ["⊘", "dim"],
  Running: ["●", "cyan"],
  stopped: ["■", "yellow"],
  retry: ["↻", "yellow"],
};
