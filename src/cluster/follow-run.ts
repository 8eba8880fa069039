import type { Reporter } from "../../runtime/local/run-event.ts";
import type { RunOutcome } from "../../runtime/local/run-outcome.ts";
import { AirgoError } from "../core/errors.ts";
import type { DagSpec } from "../core/spec.ts";
import type { Clock } from "./clock.ts";
import type { Cluster } from "./cluster.ts";
import { LogFollower } from "./follow-logs.ts";
import { RunFollower } from "./run-follower.ts";
import { viewClusterRun } from "./view-cluster-run.ts";

export interface FollowOptions {
  readonly spec: DagSpec;
  readonly clock: Clock;
  readonly report: Reporter;
  /** Ends the watching; the run goes on. */
  readonly signal: AbortSignal;
  /** Also the lines that its pods print. */
  readonly logs: boolean;
}

/** How a followed run ended, and what the controller says of it. */
export interface FollowedRun {
  readonly outcome: RunOutcome;
  readonly message: string | undefined;
}

const SHORTEST_POLL = 1;
const LONGEST_POLL = 5;
const LAST_LINES_SECONDS = 5;

/** Watches a run until it has ended. Rejects with the signal's reason when it is aborted. */
export async function followRun(
  name: string,
  cluster: Cluster,
  options: FollowOptions,
): Promise<FollowedRun> {
  const { spec, clock, report, signal } = options;
  const logs = options.logs ? new LogFollower(cluster, report, clock) : undefined;
  const follower = new RunFollower(spec, report, () => clock.now());
  try {
    for (let pause = SHORTEST_POLL; ; pause = Math.min(pause * 1.1, LONGEST_POLL)) {
      const view = viewClusterRun(spec, (await cluster.read(name)) ?? refuseDeleted(name));
      logs?.see(view);
      const { outcome, run } = view;
      // The last lines come before the result.
      if (outcome !== undefined) await logs?.close(LAST_LINES_SECONDS);
      follower.see(view);
      if (outcome !== undefined) return { outcome, message: run.message };
      await clock.sleep(pause, signal);
      signal.throwIfAborted();
    }
  } finally {
    await logs?.close(0);
  }
}

function refuseDeleted(name: string): never {
  throw new AirgoError("cluster-error", `run ${name} was deleted while it was watched`, {
    hint: "see what there is: airgo runs --cluster",
  });
}
