import type { DagSpec } from "../core/spec.ts";
import { DEFAULT_GRACE_SECONDS, type RenderSettings } from "./render-settings.ts";

/** The DAG that an object is made for. */
export interface DagContext {
  readonly spec: DagSpec;
  readonly settings: RenderSettings;
  readonly structureHash: string;
}

/** Undefined where pods have the cluster's own. */
export function graceSeconds({ terminationGracePeriodSeconds }: RenderSettings) {
  return terminationGracePeriodSeconds === DEFAULT_GRACE_SECONDS
    ? undefined
    : terminationGracePeriodSeconds;
}
