// Labels and annotations that Argo's controller writes and reads itself: one that stands there already would mislead it.
// Others of the same prefix are for users: title, description, tags, progress, kill-cmd-…, controller-instanceid.

const PREFIX = "workflows.argoproj.io/";

// workflow/common/common.go: LabelKey… and AnnotationKey…
const REASONS: Readonly<Record<string, string>> = {
  completed: "the controller would ignore the run",
  phase: "it says how far a run is",
  "workflow-archiving-status": "it says whether a run is archived",
  "on-exit": "pods that have it go on when a run is stopped",
  "cron-workflow": "the controller finds a CronWorkflow's runs by it",
  backfill: "it marks what argo cron backfill made",
  "resubmitted-from-workflow": "it marks what was submitted again",
  "scheduled-time": "every run has its own, and its execution date comes from it",
  "node-id": "the controller finds a pod's task by it",
  "node-name": "the controller finds a pod's task by it",
  "node-type": "the controller finds a pod's task by it",
  "workflow-name": "the controller finds a pod's run by it",
  "workflow-uid": "the controller finds a pod's run by it",
  "pod-gc-strategy": "the controller writes it from podGC",
};

/** Why a label or an annotation is Argo's own; undefined where it is not. A DAG's labels are its pods' too. */
export function argosReason(key: string, isOfPods = true): string | undefined {
  if (!key.startsWith(PREFIX)) return undefined;
  const name = key.slice(PREFIX.length);
  if (name === "workflow") return isOfPods ? "the controller finds a run's pods by it" : undefined;
  return Object.hasOwn(REASONS, name) ? REASONS[name] : undefined;
}

/** Of all annotations of an object together (apimachinery: pkg/api/validation/objectmeta.go:36). */
export const MAX_ANNOTATION_BYTES = 256 * 1024;

export function annotationBytes(annotations: Readonly<Record<string, unknown>>): number {
  const texts = Object.entries(annotations).flat();
  return texts.reduce<number>((sum, text) => sum + Buffer.byteLength(String(text)), 0);
}
