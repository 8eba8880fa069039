import type { TaskOutcome } from "../../../runtime/local/run-outcome.ts";
import { STOPPED } from "../../../runtime/local/run-stop.ts";

// What an isolated task says that got SIGTERM: runtime/pod/run-pod.ts.
const ASKED_TO_STOP = "was asked to stop";
const WORDS: readonly string[] = [...Object.values(STOPPED), ASKED_TO_STOP];

type Ended = Pick<TaskOutcome, "phase" | "message"> & {
  readonly items?: readonly Pick<TaskOutcome, "phase" | "message">[];
};

/** Whether something failed only because its run was stopped: that is told once, of the run. */
export function wasStopped({ phase, message, items = [] }: Ended): boolean {
  if (phase === "Succeeded") return false;
  return [message, ...items.map((item) => item.message)].some(tellsOfStop);
}

export function tellsOfStop(text: unknown): boolean {
  return typeof text === "string" && WORDS.some((words) => text.includes(words));
}
