// The run that a picture is coloured by: one on this machine, or one in the cluster.

import type { Bundle } from "../../runtime/bundle.ts";
import { readRun } from "../../runtime/local/run-store.ts";
import { formatDuration } from "../core/duration.ts";
import type { DagSpec } from "../core/spec.ts";
import type { TaskState } from "../picture/graph-model.ts";
import {
  type ClusterArguments,
  clusterSettings,
  parseRunName,
  unknownClusterRun,
} from "./cluster-options.ts";
import { statesOf } from "./graph-states.ts";
import { runsDirectory } from "./runs-directory.ts";
import type { World } from "./world.ts";

/** A run whose tasks can be shown once its DAG is loaded. */
export interface PicturedRun {
  readonly dagId: string;
  readonly states: (spec: DagSpec) => ReadonlyMap<string, TaskState>;
}

/** @throws AirgoError `run-not-found` */
export async function openLocalRun(runId: string, world: World): Promise<PicturedRun> {
  const record = await readRun(runsDirectory(world), runId);
  return { dagId: record.dagId, states: () => statesOf(record) };
}

/** @throws AirgoError `run-not-found`, and `cluster-error` where the cluster cannot be asked */
export async function openClusterRun(
  text: string,
  args: ClusterArguments,
  { world, bundle }: { readonly world: World; readonly bundle: Bundle },
): Promise<PicturedRun> {
  const { openCluster } = await import("../cluster/open-cluster.ts");
  const { parseClusterRun } = await import("../cluster/parse-workflow.ts");
  const { LABELS } = await import("../cluster/run-labels.ts");
  const { viewClusterRun } = await import("../cluster/view-cluster-run.ts");
  const name = parseRunName(text);
  const { cluster } = clusterSettings(bundle, world, args);
  const workflow = await (await openCluster(cluster)).read(name);
  if (workflow === undefined) throw unknownClusterRun(name, cluster.namespace);
  const dagId = parseClusterRun(workflow).labels[LABELS.dag] ?? "";
  const states = (spec: DagSpec): ReadonlyMap<string, TaskState> => {
    const { tasks, outcomes } = viewClusterRun(spec, workflow);
    const found = new Map<string, TaskState>();
    for (const { taskId } of spec.tasks) found.set(taskId, { phase: "Pending", note: undefined });
    for (const { task } of tasks) found.set(task.taskId, { phase: "Running", note: undefined });
    for (const [taskId, { phase, attempts, startedAt, finishedAt }] of outcomes) {
      // The controller stamps what never ran, too.
      const note = attempts === 0 ? undefined : tookText(startedAt, finishedAt);
      found.set(taskId, { phase, note });
    }
    return found;
  };
  return { dagId, states };
}

function tookText(from: Date | undefined, to: Date | undefined): string | undefined {
  if (from === undefined || to === undefined) return undefined;
  return formatDuration((to.getTime() - from.getTime()) / 1000);
}
