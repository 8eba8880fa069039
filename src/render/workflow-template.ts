import type { Problem } from "../core/errors.ts";
import { isSuppliedArgument } from "../validate/supplied.ts";
import { API_VERSION, type ArgoTemplate, type WorkflowTemplate } from "./argo-types.ts";
import { runParametersInWorkflow } from "./check-run-parameters.ts";
import { checkSupplied } from "./check-supplied.ts";
import { type DagContext, graceSeconds } from "./dag-context.ts";
import { compileDagTemplate, ENTRYPOINT } from "./dag-template.ts";
import { defined } from "./defined.ts";
import { merge } from "./merge.ts";
import { checkOwned } from "./owned-fields.ts";
import { DEFAULT_SERVICE_ACCOUNT, type RenderSettings } from "./render-settings.ts";
import {
  podLabels,
  resourceAnnotations,
  resourceLabels,
  resourceName,
  sortedTexts,
} from "./resource-metadata.ts";
import { shareTemplates } from "./share-templates.ts";
import type { TemplateLibrary } from "./template-library.ts";
import { OWNED_BY_WORKFLOW_TEMPLATES } from "./workflow-fields.ts";

/** An object, and what is wrong with the template files that it was made from. */
export interface Compiled<Manifest> {
  readonly manifest: Manifest;
  readonly problems: readonly Problem[];
}

/** A DAG's WorkflowTemplate, to which all its runs refer, scheduled, by hand and backfilled. */
export function compileWorkflowTemplate(
  context: DagContext,
  library: TemplateLibrary,
): Compiled<WorkflowTemplate> {
  const { templates, names, problems } = shareTemplates(context, library);
  const base = baseManifest(context, [compileDagTemplate(context.spec, names), ...templates]);
  const fragment = library.workflow(context.spec);
  const own = [
    ...checkOwned(fragment, base, OWNED_BY_WORKFLOW_TEMPLATES),
    ...checkSupplied(fragment, ["spec", "arguments", "parameters"], base, isSuppliedArgument),
    ...runParametersInWorkflow(fragment, context.spec),
  ];
  return {
    manifest: templatesLast(merge(merge(base, fragment.value), moreSpecific(base))),
    problems: [...problems, ...fragment.problems, ...own],
  };
}

function baseManifest(context: DagContext, templates: ArgoTemplate[]): WorkflowTemplate {
  const { spec, settings, structureHash } = context;
  const labels = resourceLabels(context);
  return {
    apiVersion: API_VERSION,
    kind: "WorkflowTemplate",
    metadata: {
      name: resourceName(settings.projectName, spec.dagId),
      namespace: settings.namespace,
      labels,
      annotations: { ...resourceAnnotations(spec), "airgo/structure-hash": structureHash },
    },
    spec: {
      entrypoint: ENTRYPOINT,
      ...(settings.serviceAccountName === DEFAULT_SERVICE_ACCOUNT
        ? {}
        : { serviceAccountName: settings.serviceAccountName }),
      arguments: {
        parameters: [
          { name: "creationTimestampOverride", value: "" },
          { name: "params", value: "{}" },
        ],
      },
      workflowMetadata: { labels, ...defined({ annotations: sortedTexts(spec.annotations) }) },
      ...defined({
        podMetadata: podLabels(spec),
        parallelism: spec.parallelism,
        activeDeadlineSeconds: spec.dagrunTimeout,
        podSpecPatch: gracePatch(settings),
      }),
      templates,
    },
  };
}

/** The only way to set it: an Argo template has no field for it. */
function gracePatch(settings: RenderSettings): string | undefined {
  const terminationGracePeriodSeconds = graceSeconds(settings);
  if (terminationGracePeriodSeconds === undefined) return undefined;
  return JSON.stringify({ terminationGracePeriodSeconds });
}

/** What the DAG says goes over what the template file says of all DAGs. */
function moreSpecific({ metadata, spec }: WorkflowTemplate) {
  const { workflowMetadata, podMetadata, parallelism, activeDeadlineSeconds } = spec;
  return { metadata, spec: { workflowMetadata, podMetadata, parallelism, activeDeadlineSeconds } };
}

/** For people: what is said once comes before the long part. */
function templatesLast(manifest: WorkflowTemplate): WorkflowTemplate {
  const { templates, ...spec } = manifest.spec;
  return { ...manifest, spec: { ...spec, templates } };
}
