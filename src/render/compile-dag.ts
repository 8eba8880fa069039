// From a DAG to its Argo objects: a pure function of the DAG and the project's settings.

import { AirgoError, type Problem } from "../core/errors.ts";
import type { DagSpec } from "../core/spec.ts";
import { structureHash } from "../core/structure-hash.ts";
import type { Finding } from "../validate/finding.ts";
import { validateDag } from "../validate/validate-dag.ts";
import { validateManifest } from "../validate/validate-manifest.ts";
import type { CronWorkflow, Workflow, WorkflowTemplate } from "./argo-types.ts";
import { compileBackfillWorkflow } from "./backfill-workflow.ts";
import { compileCronWorkflow } from "./cron-workflow.ts";
import type { RenderSettings } from "./render-settings.ts";
import { TemplateLibrary } from "./template-library.ts";
import { compileWorkflowTemplate } from "./workflow-template.ts";

/** The objects of one DAG. */
export interface DagManifests {
  readonly workflowTemplate: WorkflowTemplate;
  /** Only of a DAG with a schedule. */
  readonly cronWorkflow: CronWorkflow | undefined;
  /** To create a run for a past date; only of a DAG with a schedule and a start date. */
  readonly backfillWorkflow: Workflow | undefined;
}

/** A DAG's objects, and all that is wrong with them. */
export interface InspectedDag {
  readonly manifests: DagManifests;
  /** What must be mended before Argo takes them. */
  readonly errors: readonly Problem[];
  readonly warnings: readonly Finding[];
}

/**
 * The objects of a DAG that Argo takes.
 *
 * @throws AirgoError with all that Argo would refuse
 */
export function compileDag(spec: DagSpec, settings: RenderSettings): DagManifests {
  const { manifests, errors } = inspectDag(spec, settings);
  const [first, ...rest] = errors;
  if (first !== undefined) throw AirgoError.of([first, ...rest]);
  return manifests;
}

/** The objects of a DAG with everything that Argo would refuse, or be near to refusing. */
export function inspectDag(spec: DagSpec, settings: RenderSettings): InspectedDag {
  const { manifests, problems } = compile(spec, settings);
  const findings = [...validateDag(spec, settings)];
  // What the schema says of an object made from a broken template file would only repeat what is wrong with the file.
  const isWhole = problems.length === 0;
  for (const manifest of Object.values(manifests)) {
    if (manifest !== undefined) findings.push(...validateManifest(manifest, spec, isWhole));
  }
  return {
    manifests,
    errors: [...problems, ...findings.filter(({ severity }) => severity === "error")],
    warnings: findings.filter(({ severity }) => severity === "warning"),
  };
}

/** What else is wrong with a DAG that has mistakes: an object made from it says nothing of what it is meant to be. */
export function inspectDraft(draft: DagSpec, settings: RenderSettings): readonly Problem[] {
  try {
    const errors = [...validateDag(draft, settings)].filter(({ severity }) => severity === "error");
    return [...compile(draft, settings).problems, ...errors];
  } catch {
    return [];
  }
}

function compile(spec: DagSpec, settings: RenderSettings) {
  const context = { spec, settings, structureHash: structureHash(spec) };
  const library = libraryOf(settings);
  const isScheduled = spec.schedules.length > 0;
  const template = compileWorkflowTemplate(context, library);
  const cron = isScheduled ? compileCronWorkflow(context, library) : undefined;
  const hasBackfill = isScheduled && spec.startDate !== undefined;
  const manifests: DagManifests = {
    workflowTemplate: template.manifest,
    cronWorkflow: cron?.manifest,
    backfillWorkflow: hasBackfill ? compileBackfillWorkflow(context) : undefined,
  };
  return { manifests, problems: [...template.problems, ...(cron?.problems ?? [])] };
}

// The template files are read once for all DAGs of a project.
const libraries = new WeakMap<RenderSettings, TemplateLibrary>();

function libraryOf(settings: RenderSettings): TemplateLibrary {
  const library = libraries.get(settings) ?? new TemplateLibrary(settings);
  libraries.set(settings, library);
  return library;
}
