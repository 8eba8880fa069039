import { AirgoError } from "../core/errors.ts";
import { Argo } from "./argo.ts";
import { type Cluster, VIAS, type Via } from "./cluster.ts";
import { type Environment, Executable, findOnPath } from "./executable.ts";
import { Kubectl } from "./kubectl.ts";

/** How the cluster is reached. */
export interface ClusterOptions {
  readonly namespace: string;
  /** Where the programs are looked for, and what they are given. */
  readonly env: Environment;
  /** @defaultValue whichever is on the PATH, kubectl first */
  readonly via?: Via | undefined;
  /** A call that takes longer counts as an outage. @defaultValue 60 */
  readonly timeoutSeconds?: number | undefined;
}

/** Reaches the cluster through `kubectl` or `argo`. @throws AirgoError "cluster-error" where neither is there */
export async function openCluster(options: ClusterOptions): Promise<Cluster> {
  // kubectl first: it creates many runs in one call.
  for (const via of options.via === undefined ? VIAS : [options.via]) {
    const file = await findOnPath(via, options.env);
    if (file === undefined) continue;
    const executable = toExecutable(file, options);
    return via === "kubectl"
      ? new Kubectl(executable, options.namespace)
      : new Argo(executable, options.namespace);
  }
  const wanted = options.via ?? VIAS.join(" nor ");
  const message = `there is no ${wanted} on the PATH`;
  throw new AirgoError(
    "cluster-error",
    options.via ? message : `there is neither ${wanted} on the PATH`,
    {
      hint: "install one of them: https://kubernetes.io/docs/tasks/tools, https://github.com/argoproj/argo-workflows/releases",
    },
  );
}

/** Argo's own program, for what only it can do. @throws AirgoError "cluster-error" where it is not there */
export async function openArgo(options: Omit<ClusterOptions, "via">): Promise<Argo> {
  const file = await findOnPath("argo", options.env);
  if (file === undefined) {
    throw new AirgoError("cluster-error", "there is no argo on the PATH", {
      hint: "install it: https://github.com/argoproj/argo-workflows/releases",
    });
  }
  return new Argo(toExecutable(file, options), options.namespace);
}

function toExecutable(file: string, options: ClusterOptions): Executable {
  const { env, timeoutSeconds = 60 } = options;
  return new Executable(file, { env, timeoutSeconds });
}
