import type { Cluster, ClusterRun } from "./cluster.ts";
import { LABELS } from "./run-labels.ts";
import { executionDateOf } from "./view-cluster-run.ts";

/** One run of the project in the cluster. */
export interface ListedRun {
  readonly name: string;
  readonly dagId: string;
  /** `scheduled`, `backfill` or `manual`; another where a run was started without airgo. */
  readonly runType: string;
  readonly phase: ClusterRun["phase"];
  readonly message: string | undefined;
  readonly executionDate: Date;
  readonly createdAt: Date;
  readonly startedAt: Date | undefined;
  readonly finishedAt: Date | undefined;
}

export interface RunFilter {
  readonly projectName: string;
  readonly dagId?: string | undefined;
}

/** The runs of a project, or of one of its DAGs; the newest first. */
export async function listClusterRuns(cluster: Cluster, filter: RunFilter): Promise<ListedRun[]> {
  const { projectName, dagId } = filter;
  const selector = [`${LABELS.project}=${projectName}`];
  if (dagId !== undefined) selector.push(`${LABELS.dag}=${dagId}`);
  const runs = (await cluster.list(selector)).map(toListedRun);
  return runs.sort(
    // Runs of a backfill may be created in one second.
    (a, b) =>
      b.createdAt.getTime() - a.createdAt.getTime() ||
      b.executionDate.getTime() - a.executionDate.getTime(),
  );
}

function toListedRun(run: ClusterRun): ListedRun {
  const { name, phase, message, labels, createdAt } = run;
  return {
    name,
    dagId: labels[LABELS.dag] ?? "",
    runType: labels[LABELS.runType] ?? "manual",
    phase,
    message,
    executionDate: executionDateOf(run),
    createdAt: new Date(createdAt),
    startedAt: toDate(run.startedAt),
    finishedAt: toDate(run.finishedAt),
  };
}

function toDate(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text);
}
