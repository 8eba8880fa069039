// What Argo and Kubernetes would refuse of a template file by itself, beside what the schema says. What a task or another
// file adds is looked at where they are put together.

import { checkAdmission, checkDeadlines } from "./check-admission-rules.ts";
import { checkArguments, checkCallers } from "./check-arguments.ts";
import { checkAirgosPaths, checkArtifactPaths } from "./check-artifact-paths.ts";
import { checkArtifacts, unsuppliedArtifacts } from "./check-artifacts.ts";
import { checkContainers, containersOf, emptyCommand } from "./check-containers.ts";
import { checkDependencies } from "./check-graphs.ts";
import { checkMetadata } from "./check-metadata.ts";
import { checkOutputs } from "./check-outputs.ts";
import { checkRepeats, OF_TEMPLATES, OF_WORKFLOWS } from "./check-repeats.ts";
import { checkAmounts, checkMisfits } from "./check-resources.ts";
import type { ArgoKind } from "./check-schema.ts";
import {
  checkHooks,
  checkReferences,
  checkTemplateTypes,
  emptyTasks,
  missingImages,
  typesOf,
  unsuppliedByHooks,
  unsuppliedOnExit,
} from "./check-templates.ts";
import { checkTexts } from "./check-texts.ts";
import { checkTimeout } from "./check-timeout.ts";
import { checkOwnTemplates } from "./check-variables.ts";
import { checkVolumes, missingVolumes, volumeNames } from "./check-volumes.ts";
import { type Place, placesAt, type Refusal } from "./places.ts";

type FileRule = (file: Place) => Iterable<Refusal>;

const OF_FILES: Readonly<Record<ArgoKind, readonly FileRule[]>> = {
  Template: [
    ofTemplate,
    emptyCommand,
    unsuppliedArtifacts,
    checkArtifacts,
    checkArtifactPaths,
    checkAirgosPaths,
    misfitsOfAdded,
  ],
  WorkflowTemplate: [
    objectMetadata,
    runMetadata,
    workflowTemplates,
    checkTemplateTypes,
    missingImages,
    checkReferences,
    emptyTasks,
    unsuppliedOnExit,
    unsuppliedByHooks,
    checkHooks,
    checkOwnTemplates,
    (file) => checkRepeats(file, OF_WORKFLOWS),
    (file) => placesAt(file, "spec").flatMap((spec) => [...ofSpec(spec)]),
  ],
  CronWorkflow: [objectMetadata, runMetadata],
  Workflow: [],
};

export function checkFile(kind: ArgoKind, value: object): readonly Refusal[] {
  const file = { value, path: [] };
  return [checkTexts, ...OF_FILES[kind]].flatMap((rule) => [...rule(file)]);
}

/** What holds for any template. */
function* ofTemplate(template: Place): Iterable<Refusal> {
  for (const metadata of placesAt(template, "metadata")) yield* checkMetadata(metadata, "pods");
  yield* checkContainers(template);
  for (const container of containersOf(template)) yield* checkAmounts(container);
  yield* checkVolumes(template);
  yield* checkRepeats(template, OF_TEMPLATES);
  yield* checkTimeout(template);
  yield* checkAdmission(template);
}

/** What holds for a workflow's spec, beside its templates. */
function* ofSpec(spec: Place): Iterable<Refusal> {
  yield* checkVolumes(spec);
  yield* checkAdmission(spec);
  yield* checkArguments(spec);
}

function* workflowTemplates(file: Place): Iterable<Refusal> {
  for (const defaults of placesAt(file, "spec.templateDefaults")) yield* ofTemplate(defaults);
  const shared = ["spec", "spec.templateDefaults"]
    .flatMap((pattern) => placesAt(file, pattern))
    .flatMap(volumeNames);
  for (const template of placesAt(file, "spec.templates.*")) {
    yield* ofTemplate(template);
    yield* missingVolumes(template, [...shared, ...volumeNames(template)]);
    yield* ofOwnTemplate(template);
  }
}

/** What Argo looks at in a template that is complete as it stands. */
function* ofOwnTemplate(template: Place): Iterable<Refusal> {
  const types = typesOf(template);
  if (types.some(hasPods)) yield* checkArtifacts(template);
  if (types.includes("container")) yield* checkArtifactPaths(template);
  for (const container of containersOf(template)) yield* checkMisfits(container);
  yield* checkDeadlines(template);
  yield* checkDependencies(template);
  yield* checkCallers(template);
  yield* checkOutputs(template, types[0]);
}

function hasPods(type: string): boolean {
  return ["container", "containerSet", "script"].includes(type);
}

/** Of the task's own container, the operator may still change them. */
function* misfitsOfAdded(template: Place): Iterable<Refusal> {
  for (const container of containersOf(template)) {
    if (container.path[0] !== "container") yield* checkMisfits(container);
  }
}

function* objectMetadata(file: Place): Iterable<Refusal> {
  for (const metadata of placesAt(file, "metadata")) yield* checkMetadata(metadata, "object");
}

function* runMetadata(file: Place): Iterable<Refusal> {
  for (const metadata of placesAt(file, "spec.workflowMetadata")) {
    yield* checkMetadata(metadata, "runs");
  }
  for (const metadata of placesAt(file, "spec.podMetadata")) {
    yield* checkMetadata(metadata, "pods");
  }
}
