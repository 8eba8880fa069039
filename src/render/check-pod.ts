// What Kubernetes and Argo refuse of the pod that a container template and workflow.yaml make together.

import type { Problem } from "../core/errors.ts";
import type { ValuePath } from "../validate/check-schema.ts";
import { missingVolumes, volumeNames } from "../validate/check-volumes.ts";
import { partAt, placesAt, type Refusal } from "../validate/places.ts";
import { isMap } from "../validate/plain-data.ts";
import { checkPodSpecPatches } from "./check-pod-spec-patch.ts";
import type { Fragment } from "./fragment.ts";
import { merge } from "./merge.ts";

const OUTPUTS = "/tmp/airgo/out/";
const DEFAULTS = "spec.templateDefaults";

/** The two files that say what a pod is. */
export interface PodFiles {
  readonly container: Fragment;
  readonly workflow: Fragment;
}

/** All mistakes of the two together; each by itself has been checked where it was read. */
export function checkPod(files: PodFiles, hasOutputs: boolean): readonly Problem[] {
  const ofWorkflow = known.get(files.workflow) ?? new WeakMap<Fragment, CheckedPod>();
  known.set(files.workflow, ofWorkflow);
  const checked = ofWorkflow.get(files.container) ?? check(files);
  ofWorkflow.set(files.container, checked);
  return hasOutputs ? [...checked.always, ...checked.withOutputs] : checked.always;
}

interface CheckedPod {
  readonly always: readonly Problem[];
  readonly withOutputs: readonly Problem[];
}

// A project's many tasks share its few files.
const known = new WeakMap<Fragment, WeakMap<Fragment, CheckedPod>>();

function check(files: PodFiles): CheckedPod {
  const pod = podOf(files);
  return {
    always: [...volumes(files), ...told(files, rootUser(pod)), ...checkPodSpecPatches(files)],
    withOutputs: told(files, readOnlyRoot(pod, files)),
  };
}

interface Pod {
  /** The template with the defaults of all templates. */
  readonly template: unknown;
  /** The pod's own security context. */
  readonly security: unknown;
}

function podOf({ container, workflow }: PodFiles): Pod {
  const defaults = valueAt(workflow.value, DEFAULTS);
  const template = merge(isMap(defaults) ? defaults : {}, container.value);
  // workflow/controller/workflowpod.go: addSchedulingConstraints
  const security =
    valueAt(template, "securityContext") ?? valueAt(workflow.value, "spec.securityContext");
  return { template, security };
}

/** Argo looks for the volumes of a template once the defaults are laid under it (workflowpod.go: addVolumeReferences). */
function volumes({ container, workflow }: PodFiles): readonly Problem[] {
  const template = { value: container.value, path: [] };
  const file = { value: workflow.value, path: [] };
  const defaults = placesAt(file, DEFAULTS);
  const known = [template, ...placesAt(file, "spec"), ...defaults].flatMap(volumeNames);
  const ofDefaults = defaults
    .flatMap((place) => [...missingVolumes(place, known)])
    .filter(({ path }) => isInPods(path) && !isReplaced(path, { container, workflow }));
  return [
    ...[...missingVolumes(template, known)].map(({ path, message, hint }) =>
      container.problemAt(path, message, hint),
    ),
    ...ofDefaults.map(({ path, message, hint }) => workflow.problemAt(path, message, hint)),
  ];
}

/** Of tasks: a default for scripts is none for them. */
function isInPods([, , list]: ValuePath): boolean {
  return list === "container" || list === "sidecars" || list === "initContainers";
}

/** Whether a template mounts something else there: Argo tells added containers apart by name, and mounts by path. */
function isReplaced(path: ValuePath, { container, workflow }: PodFiles): boolean {
  const isAdded = path[2] !== "container";
  const owner = partAt(workflow.value, path.slice(0, -2));
  const mount = partAt(workflow.value, path);
  return placesAt({ value: container.value, path: [] }, isAdded ? `${path[2]}.*` : "container")
    .filter(({ value }) => !isAdded || valueAt(value, "name") === valueAt(owner, "name"))
    .flatMap((same) => placesAt(same, "volumeMounts.*.mountPath"))
    .some(({ value }) => value === valueAt(mount, "mountPath"));
}

/** Outputs are files, and Argo mounts nothing where they lie. */
function readOnlyRoot({ template }: Pod, files: PodFiles): Refusal | undefined {
  const path = ["container", "securityContext", "readOnlyRootFilesystem"];
  if (valueAt(template, path.join(".")) !== true || isMountedByPatch(files)) return undefined;
  const [nearest] = mountsOf(files)
    .filter(({ mountPath }) => holdsOutputs(String(mountPath)))
    .sort((a, b) => String(b.mountPath).length - String(a.mountPath).length);
  if (nearest !== undefined && nearest.readOnly !== true) return undefined;
  const hint =
    "mount an emptyDir: volumes: [{ name: tmp, emptyDir: {} }], container.volumeMounts: [{ name: tmp, mountPath: /tmp }]";
  return { path, message: "leaves no place for a task's outputs, below /tmp/airgo", hint };
}

/** Argo tells mounts apart by their paths, so those of the defaults stay beside a file's. */
function mountsOf({ container, workflow }: PodFiles) {
  const mounts = "container.volumeMounts.*";
  return [
    ...placesAt({ value: container.value, path: [] }, mounts),
    ...placesAt({ value: workflow.value, path: [] }, `${DEFAULTS}.${mounts}`),
  ].flatMap(({ value }) => (isMap(value) ? [value] : []));
}

function holdsOutputs(mountPath: string): boolean {
  return mountPath.includes("{{") || OUTPUTS.startsWith(`${mountPath.replace(/\/+$/, "")}/`);
}

function isMountedByPatch({ container, workflow }: PodFiles): boolean {
  return [
    valueAt(container.value, "podSpecPatch"),
    valueAt(workflow.value, "spec.podSpecPatch"),
    valueAt(workflow.value, `${DEFAULTS}.podSpecPatch`),
  ].some((patch) => String(patch).includes("volumeMounts"));
}

/** kubelet, pkg/kubelet/kuberuntime/security_context.go: verifyRunAsNonRoot. Without a number, it looks at the image's. */
function rootUser({ template, security }: Pod): Refusal | undefined {
  const own = valueAt(template, "container.securityContext");
  const nonRoot = valueAt(own, "runAsNonRoot") ?? valueAt(security, "runAsNonRoot");
  const user = valueAt(own, "runAsUser") ?? valueAt(security, "runAsUser");
  if (nonRoot !== true || user !== 0) return undefined;
  const path = [...(valueAt(own, "runAsUser") === 0 ? ["container"] : []), "securityContext"];
  const hint = "write another user's number: runAsUser: 1000";
  return {
    path: [...path, "runAsUser"],
    message: "is root, which runAsNonRoot: true forbids",
    hint,
  };
}

/** Told at the container template where it says so, and otherwise at workflow.yaml. */
function told({ container, workflow }: PodFiles, refusal: Refusal | undefined): readonly Problem[] {
  if (refusal === undefined) return [];
  const { path, message, hint } = refusal;
  if (valueAt(container.value, path.join(".")) !== undefined) {
    return [container.problemAt(path, message, hint)];
  }
  const below = valueAt(workflow.value, ["spec", ...path].join(".")) !== undefined;
  return [
    workflow.problemAt(["spec", ...(below ? [] : ["templateDefaults"]), ...path], message, hint),
  ];
}

function valueAt(value: unknown, pattern: string): unknown {
  return placesAt({ value, path: [] }, pattern)[0]?.value;
}
