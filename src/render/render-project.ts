// The manifests of a project, as objects and as the texts of files. Nothing here touches the disk.

import { AirgoError, type Problem } from "../core/errors.ts";
import type { DagId } from "../core/names.ts";
import type { DagSpec } from "../core/spec.ts";
import type { Finding } from "../validate/finding.ts";
import { validateSettings } from "../validate/validate-settings.ts";
import { type DagManifests, inspectDag } from "./compile-dag.ts";
import type { RenderSettings } from "./render-settings.ts";
import { toYaml } from "./yaml.ts";

/** How a file begins that airgo made, and may therefore remove. */
export const FILE_HEADER =
  "# Rendered by airgo: change the DAG or the templates, not this file, and render again.\n";

const SCHEDULED_FILE = "scheduled_workflows.yaml";
export const BACKFILL_FOLDER = "backfill_workflows";

export interface RenderedProject {
  /** By DAG id, in the ids' order. */
  readonly manifests: ReadonlyMap<DagId, DagManifests>;
  readonly warnings: readonly Finding[];
}

/** A project's manifests, and all that is wrong with them. */
export interface InspectedProject extends RenderedProject {
  /** What must be mended before Argo takes them. */
  readonly errors: readonly Problem[];
}

/**
 * The manifests of DAGs, whatever order they come in.
 *
 * @throws AirgoError with everything that Argo would refuse of any of them
 */
export function renderProject(dags: Iterable<DagSpec>, settings: RenderSettings): RenderedProject {
  const inspected = inspectProject(dags, settings);
  const [first, ...rest] = inspected.errors;
  if (first !== undefined) throw AirgoError.of([first, ...rest]);
  return inspected;
}

/** The manifests of DAGs with everything that Argo would refuse, after the problems that are `known` already. */
export function inspectProject(
  dags: Iterable<DagSpec>,
  settings: RenderSettings,
  known: readonly Problem[] = [],
): InspectedProject {
  const errors: Problem[] = [...known, ...validateSettings(settings)];
  const warnings: Finding[] = [];
  const manifests = new Map<DagId, DagManifests>();
  for (const dag of [...dags].sort((a, b) => (a.dagId < b.dagId ? -1 : 1))) {
    const inspected = inspectDag(dag, settings);
    errors.push(...inspected.errors);
    warnings.push(...inspected.warnings);
    manifests.set(dag.dagId, inspected.manifests);
  }
  return { manifests, errors: withoutRepeats(errors), warnings: withoutRepeats(warnings) };
}

/** Some DAGs of a project. */
export interface ChosenDags {
  readonly dagIds: ReadonlySet<DagId>;
  /** Files in which they stood. */
  readonly among: ReadonlySet<string>;
}

/**
 * The files below the output folder: all DAGs with a schedule in one, to apply; every other DAG in its own; and for each
 * DAG with a schedule and a start date a run to create. With `only`, the files in which these DAGs stand, or stood: the one
 * of all scheduled DAGs is still whole, so that applying it never takes a DAG away.
 */
export function filesOf(
  { manifests }: RenderedProject,
  only?: ChosenDags,
): ReadonlyMap<string, string> {
  const documents = new Map<string, object[]>();
  const wanted = new Set<string>();
  for (const [dagId, own] of manifests) {
    for (const [file, objects] of filesOfDag(dagId, own)) {
      const known = documents.get(file);
      if (known === undefined) documents.set(file, [...objects]);
      else known.push(...objects);
      if (only === undefined || only.dagIds.has(dagId) || only.among.has(file)) wanted.add(file);
    }
  }
  const chosen = [...documents].filter(([file]) => wanted.has(file));
  return new Map(chosen.map(([file, objects]) => [file, FILE_HEADER + toYaml(objects)]));
}

/** All that is to apply of the DAGs, as one text; the runs to create are not in it. */
export function textOf({ manifests }: RenderedProject, only?: ReadonlySet<DagId>): string {
  const chosen = [...manifests].filter(([dagId]) => only === undefined || only.has(dagId));
  return toYaml(chosen.flatMap(([, own]) => toApply(own)));
}

/** All files in which a DAG may stand: its schedule, which decides in which it does, may have changed. */
export function filesThatMayHold(dagId: string): readonly string[] {
  return [SCHEDULED_FILE, ownFile(dagId), backfillFile(dagId)];
}

function ownFile(dagId: string): string {
  return `${dagId}.yaml`;
}

function backfillFile(dagId: string): string {
  return `${BACKFILL_FOLDER}/${dagId}.yaml`;
}

function filesOfDag(dagId: DagId, manifests: DagManifests): [file: string, objects: object[]][] {
  const { cronWorkflow, backfillWorkflow } = manifests;
  const file = cronWorkflow === undefined ? ownFile(dagId) : SCHEDULED_FILE;
  return [
    [file, toApply(manifests)],
    ...(backfillWorkflow === undefined
      ? []
      : [[backfillFile(dagId), [backfillWorkflow]] satisfies [string, object[]]]),
  ];
}

function toApply({ workflowTemplate, cronWorkflow }: DagManifests): object[] {
  return cronWorkflow === undefined ? [workflowTemplate] : [workflowTemplate, cronWorkflow];
}

/** A mistake in a template file shows in every DAG. */
function withoutRepeats<Found extends Problem>(problems: readonly Found[]): Found[] {
  return [...new Map(problems.map((problem) => [problem.message, problem])).values()];
}
