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
const BACKFILL_FOLDER = "backfill_workflows";

export interface RenderedProject {
  /** By DAG id, in the ids' order. */
  readonly manifests: ReadonlyMap<DagId, DagManifests>;
  readonly warnings: readonly Finding[];
}

/**
 * The manifests of DAGs, whatever order they come in.
 *
 * @throws AirgoError with everything that Argo would refuse of any of them
 */
export function renderProject(dags: Iterable<DagSpec>, settings: RenderSettings): RenderedProject {
  const errors: Problem[] = [...validateSettings(settings)];
  const warnings: Finding[] = [];
  const manifests = new Map<DagId, DagManifests>();
  for (const dag of [...dags].sort((a, b) => (a.dagId < b.dagId ? -1 : 1))) {
    const inspected = inspectDag(dag, settings);
    errors.push(...inspected.errors);
    warnings.push(...inspected.warnings);
    manifests.set(dag.dagId, inspected.manifests);
  }
  const [first, ...rest] = withoutRepeats(errors);
  if (first !== undefined) throw AirgoError.of([first, ...rest]);
  return { manifests, warnings };
}

/**
 * The files below the output folder: all DAGs with a schedule in one, to apply; every other DAG in its own; and for each
 * DAG with a schedule and a start date a run to create. With `only`, the files in which these DAGs stand: the one of all
 * scheduled DAGs is still whole, so that applying it never takes a DAG away.
 */
export function filesOf(
  { manifests }: RenderedProject,
  only?: ReadonlySet<DagId>,
): ReadonlyMap<string, string> {
  const documents = new Map<string, object[]>();
  const wanted = new Set<string>();
  for (const [dagId, own] of manifests) {
    for (const [file, objects] of filesOfDag(dagId, own)) {
      const known = documents.get(file);
      if (known === undefined) documents.set(file, [...objects]);
      else known.push(...objects);
      if (only === undefined || only.has(dagId)) wanted.add(file);
    }
  }
  const chosen = [...documents].filter(([file]) => wanted.has(file));
  return new Map(chosen.map(([file, objects]) => [file, FILE_HEADER + toYaml(objects)]));
}

/** All that is to apply, as one text; the runs to create are not in it. */
export function textOf({ manifests }: RenderedProject): string {
  return toYaml([...manifests.values()].flatMap(toApply));
}

function filesOfDag(dagId: DagId, manifests: DagManifests): [file: string, objects: object[]][] {
  const { cronWorkflow, backfillWorkflow } = manifests;
  const file = cronWorkflow === undefined ? `${dagId}.yaml` : SCHEDULED_FILE;
  return [
    [file, toApply(manifests)],
    ...(backfillWorkflow === undefined
      ? []
      : [[`${BACKFILL_FOLDER}/${dagId}.yaml`, [backfillWorkflow]] satisfies [string, object[]]]),
  ];
}

function toApply({ workflowTemplate, cronWorkflow }: DagManifests): object[] {
  return cronWorkflow === undefined ? [workflowTemplate] : [workflowTemplate, cronWorkflow];
}

/** A mistake in a template file shows in every DAG. */
function withoutRepeats(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [problem.message, problem])).values()];
}
