import type { Reporter } from "../../../runtime/local/run-event.ts";
import type { World } from "../world.ts";

/** Is told of one run. */
export interface RunReporter {
  readonly report: Reporter;
  /** Gives the terminal back. */
  readonly close: () => void;
}

/** What a reporter needs of the world. */
export type ReporterWorld = Pick<World, "stdout" | "stderr" | "env" | "cwd" | "now">;
