import type { OutageEvent } from "../cluster/patient-cluster.ts";
import { formatDuration } from "../core/duration.ts";
import type { Paint } from "./paint.ts";

/** The line that tells of an outage, or of its end. */
export function outageWords(event: OutageEvent, paint: Paint): string {
  if (event.kind === "cluster-reachable") {
    return `${paint("green", "●")} the cluster answers again, after ${formatDuration(event.afterSeconds)}\n`;
  }
  const [first = ""] = event.message.split("\n");
  return `${paint("yellow", "●")} ${first}; trying again in ${formatDuration(event.retryIn)}\n`;
}
