// Where the pods run: in the lab, whose containers are processes of this machine, or in the cluster of the current context,
// from an image.

import { existsSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Environment } from "../../src/cluster/executable.ts";
import type { E2eOptions } from "./e2e-options.ts";

export interface Target {
  readonly kind: "lab" | "cluster";
  /** For kubectl, argo and airgo. */
  readonly env: Environment;
  /** Where the temporary project is made. */
  readonly folder: string;
  readonly image: string;
  /** How a pod starts the bundle. */
  command(bundle: string): readonly string[];
  /** The file with what a pod's main container has printed; undefined: `kubectl logs` has it. */
  logFile(podUid: string): string | undefined;
}

const IN_IMAGE = "/app/airgo.js";

/** @throws Error where no image is given and no lab is up */
export function findTarget({ image }: Pick<E2eOptions, "image">, env: Environment): Target {
  return image === undefined ? findLab(env) : imageTarget(image, env);
}

export function imageTarget(image: string, env: Environment): Target {
  return {
    kind: "cluster",
    env,
    folder: os.tmpdir(),
    image,
    command: () => ["node", IN_IMAGE],
    logFile: () => undefined,
  };
}

function findLab(env: Environment): Target {
  const lab = env.LAB ?? path.join(os.homedir(), ".cache", "airgo-lab");
  const kubeconfig = path.join(lab, "state", "kubeconfig");
  if (!existsSync(kubeconfig)) {
    throw new Error("there is no lab: give --image to use the current context (docs/e2e.md)");
  }
  return {
    kind: "lab",
    env: {
      ...env,
      KUBECONFIG: kubeconfig,
      PATH: [env.PATH, path.join(lab, "bin")].join(path.delimiter),
    },
    // A container has a /tmp of its own.
    folder: lab,
    image: "lab",
    command: (bundle) => ["node", bundle],
    logFile: (podUid) => path.join(lab, "state", "pods", podUid, "main.log"),
  };
}
