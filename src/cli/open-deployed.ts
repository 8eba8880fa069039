import type { Cluster } from "../cluster/cluster.ts";
import type { ClusterOptions } from "../cluster/open-cluster.ts";
import type { OutageEvent } from "../cluster/patient-cluster.ts";
import type { DagSpec } from "../core/spec.ts";
import type { ProjectConfig } from "../project/project-config.ts";
import { resourceName } from "../render/resource-metadata.ts";
import { CLOCK } from "./cluster-options.ts";
import { paintFor } from "./paint.ts";
import type { World } from "./world.ts";

export interface DeployedDag {
  readonly spec: DagSpec;
  readonly config: ProjectConfig;
  readonly options: ClusterOptions;
  readonly report: (event: OutageEvent) => void;
}

/** The cluster that a DAG is deployed to. */
export interface Reached {
  /** Waits for the end of an outage. */
  readonly cluster: Cluster;
  /** Asks once, for what must not be done twice. */
  readonly direct: Cluster;
}

/** Reaches the cluster that the DAG is deployed to, and says so where another state of the DAG is deployed. */
export async function openDeployed(
  { spec, config, options, report }: DeployedDag,
  signal: AbortSignal,
  world: World,
): Promise<Reached> {
  const { openCluster } = await import("../cluster/open-cluster.ts");
  const { patientCluster } = await import("../cluster/patient-cluster.ts");
  const { checkTemplate } = await import("../cluster/check-template.ts");
  const direct = await openCluster(options);
  const cluster = patientCluster(direct, { clock: CLOCK, signal, report });
  const templateName = resourceName(config.projectName, spec.dagId);
  const check = { spec, templateName, outDir: config.outDir };
  if ((await checkTemplate(cluster, check)) === "stale") {
    const { stderr, env } = world;
    const warning = paintFor(stderr, env)("yellow", "warning");
    const advice = `airgo render, then: kubectl apply --server-side -f ${config.outDir}/`;
    stderr.write(
      `${warning}: another state of DAG "${spec.dagId}" is deployed, and that is what runs\n  ${advice}\n`,
    );
  }
  return { cluster, direct };
}
