// A passing outage does not end a backfill of a day: calls are tried again, with a bound. Every call here may be repeated,
// as names are given once and deletions name the very object. A run with a generated name must not be created through this.

import { formatDuration } from "../core/duration.ts";
import { AirgoError, isAirgoError } from "../core/errors.ts";
import type { Clock } from "./clock.ts";
import type { Cluster } from "./cluster.ts";
import { failureKind } from "./cluster-failure.ts";

/** An outage has begun, goes on, or is over. */
export type OutageEvent =
  | { readonly kind: "cluster-unreachable"; readonly message: string; readonly retryIn: number }
  | { readonly kind: "cluster-reachable"; readonly afterSeconds: number };

export interface Patience {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly report: (event: OutageEvent) => void;
  /** How long an outage may last. @defaultValue 600 */
  readonly patienceSeconds?: number | undefined;
}

const PATIENCE = 600;
// A cluster that was never reached is more likely the wrong one than one that is down.
const FIRST_PATIENCE = 5;
const LONGEST_PAUSE = 30;

/** The same cluster; its calls wait for the end of an outage. */
export function patientCluster(cluster: Cluster, patience: Patience): Cluster {
  const calls = new PatientCalls(patience);
  const { via, namespace } = cluster;
  return {
    via,
    namespace,
    readTemplate: (name) => calls.call(() => cluster.readTemplate(name)),
    list: (selector) => calls.call(() => cluster.list(selector)),
    read: (name) => calls.call(() => cluster.read(name)),
    create: (workflows) => calls.call(() => cluster.create(workflows)),
    delete: (run) => calls.call(() => cluster.delete(run)),
    remainsOf: (name) => calls.call(() => cluster.remainsOf(name)),
    logs: (request) => cluster.logs(request),
  };
}

class PatientCalls {
  readonly #patience: Patience;
  #wasReached = false;

  constructor(patience: Patience) {
    this.#patience = patience;
  }

  async call<Result>(attempt: () => Promise<Result>): Promise<Result> {
    const { clock, report } = this.#patience;
    const since = clock.now().getTime();
    const waited = () => (clock.now().getTime() - since) / 1000;
    for (let pause = 1; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      try {
        const result = await attempt();
        this.#wasReached = true;
        if (pause > 1) report({ kind: "cluster-reachable", afterSeconds: waited() });
        return result;
      } catch (error) {
        await this.#pause(error, pause, waited());
      }
    }
  }

  /** @throws the error again, where it does not pass or has not passed for too long */
  async #pause(error: unknown, seconds: number, waited: number): Promise<void> {
    const { clock, signal, report, patienceSeconds = PATIENCE } = this.#patience;
    if (signal.aborted || failureKind(error) !== "unreachable") throw error;
    const limit = this.#wasReached ? patienceSeconds : Math.min(patienceSeconds, FIRST_PATIENCE);
    if (waited + seconds > limit) throw tooLong(error, waited);
    const message = error instanceof Error ? error.message : String(error);
    report({ kind: "cluster-unreachable", message, retryIn: seconds });
    await clock.sleep(seconds, signal);
    signal.throwIfAborted();
  }
}

function tooLong(error: unknown, waited: number): unknown {
  if (!isAirgoError(error) || waited < 1) return error;
  const message = `${error.message}\ngiven up after ${formatDuration(Math.round(waited))}`;
  return new AirgoError(error.code, message, { hint: error.hint, cause: error.cause });
}
