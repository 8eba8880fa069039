// A backfill of the command line, from the plan to the exit code.

import type { BackfillReporter } from "../../cluster/backfill-event.ts";
import type { BackfillLedger } from "../../cluster/backfill-ledger.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import type { ClusterOptions } from "../../cluster/open-cluster.ts";
import type { BackfillPlan } from "../../cluster/plan-backfill.ts";
import { AirgoError } from "../../core/errors.ts";
import type { DagSpec } from "../../core/spec.ts";
import type { ProjectConfig } from "../../project/project-config.ts";
import { CLOCK } from "../cluster-options.ts";
import { EXIT_FAILED, EXIT_INTERRUPTED, EXIT_OK } from "../exit-codes.ts";
import { openDeployed } from "../open-deployed.ts";
import { paintFor } from "../paint.ts";
import { plural } from "../reporter/plural.ts";
import type { World } from "../world.ts";
import { createBackfillReporter } from "./backfill-reporter.ts";
import { hasSucceeded, printBackfillSummary } from "./print-backfill-summary.ts";

/** One call of the command. */
export interface BackfillCall {
  readonly spec: DagSpec;
  readonly plan: BackfillPlan;
  readonly config: ProjectConfig;
  readonly options: ClusterOptions;
  readonly maxActive: number;
  readonly pollSeconds: number | undefined;
  readonly rerunFailed: boolean;
  readonly detach: boolean;
  /** Many runs are meant. */
  readonly yes: boolean;
  readonly json: boolean;
}

/** So many runs are created without being asked for twice. */
export const MANY_RUNS = 100;

export async function bringAbout(
  call: BackfillCall,
  signal: AbortSignal,
  world: World,
): Promise<number> {
  const { spec, plan, json, rerunFailed } = call;
  const { failureKind } = await import("../../cluster/cluster-failure.ts");
  const { readLedger } = await import("../../cluster/backfill-ledger.ts");
  const telling = createBackfillReporter(world, { plan, timezone: spec.timezone, json });
  const { report } = telling;
  try {
    const { cluster } = await openDeployed({ ...call, report }, signal, world);
    const ledger = await readLedger(plan, cluster, { rerunFailed });
    refuseMany(ledger, call);
    const work = { call, ledger, cluster, report, signal, world };
    return await (call.detach ? handOver(work) : attend(work)).catch((error: unknown) => {
      if (signal.aborted || failureKind(error) === "unreachable") world.stderr.write(GOES_ON);
      throw error;
    });
  } catch (error) {
    if (!signal.aborted) throw error;
    return EXIT_INTERRUPTED;
  } finally {
    telling.close();
  }
}

const GOES_ON =
  "what was created goes on in the cluster; the same command goes on with what was not\n";

function refuseMany(ledger: BackfillLedger, { yes, plan }: BackfillCall): void {
  const { missing } = ledger.counts();
  if (yes || missing <= MANY_RUNS) return;
  throw new AirgoError("usage", `this would create ${missing} runs of DAG "${plan.dagId}"`, {
    hint: "look at them with --dry-run; if they are meant, add --yes",
    dagId: plan.dagId,
  });
}

interface Work {
  readonly call: BackfillCall;
  readonly ledger: BackfillLedger;
  readonly cluster: Cluster;
  readonly report: BackfillReporter;
  readonly signal: AbortSignal;
  readonly world: World;
}

/** Stays until all runs have ended. */
async function attend({ call, ledger, cluster, report, signal, world }: Work): Promise<number> {
  const { runBackfill } = await import("../../cluster/run-backfill.ts");
  const { maxActive, pollSeconds, plan, spec, json } = call;
  const options = { maxActive, pollSeconds, report, signal, clock: CLOCK };
  const summary = await runBackfill(ledger, cluster, options);
  const style = { plan, timezone: spec.timezone, paint: paintFor(world.stdout, world.env) };
  if (!json) world.stdout.write(printBackfillSummary(summary, style));
  if (summary.interrupted) return EXIT_INTERRUPTED;
  return hasSucceeded(summary) ? EXIT_OK : EXIT_FAILED;
}

/** Leaves the rest to the cluster. */
async function handOver({ call, ledger, cluster, report, signal, world }: Work): Promise<number> {
  const { detachBackfill } = await import("../../cluster/detach-backfill.ts");
  const { maxActive, plan, json } = call;
  const options = { maxActive, report, signal, clock: CLOCK };
  const created = await detachBackfill(ledger, cluster, options);
  if (json) return EXIT_OK;
  world.stdout.write(
    `${plural(created, "run")} of ${plan.dagId} created; ${maxActive} at a time take their turns in the cluster\n`,
  );
  world.stderr.write(`see them with: airgo runs --cluster --dag ${plan.dagId}\n`);
  return EXIT_OK;
}
