import type { OwnedField } from "./owned-fields.ts";
import { OWNED_BY_TEMPLATE_DEFAULTS } from "./template-defaults-fields.ts";

const NAMED = "objects are named by the project and the DAG, so that airgo finds them";
const LABELLED = "airgo finds its objects and runs by it";

const METADATA: readonly OwnedField[] = [
  { path: ["apiVersion"], reason: "the file is merged into one kind of object" },
  { path: ["kind"], reason: "the file is merged into one kind of object" },
  { path: ["metadata", "name"], reason: NAMED },
  { path: ["metadata", "generateName"], reason: NAMED },
  { path: ["metadata", "namespace"], reason: "use the configuration's namespace" },
  ...["airgo/project", "airgo/dag", "airgo/run-type"].flatMap((label) => [
    { path: ["metadata", "labels", label], reason: LABELLED },
    { path: ["spec", "workflowMetadata", "labels", label], reason: LABELLED },
    // Laid over the labels (workflow/controller/operator.go: updateWorkflowMetadata).
    { path: ["spec", "workflowMetadata", "labelsFrom", label], reason: LABELLED },
  ]),
];

/** What templates/configuration/workflow.yaml may not set. */
export const OWNED_BY_WORKFLOW_TEMPLATES: readonly OwnedField[] = [
  ...METADATA,
  { path: ["metadata", "annotations", "airgo/structure-hash"], reason: "it is computed" },
  { path: ["spec", "entrypoint"], reason: "a run begins with the DAG" },
  { path: ["spec", "workflowTemplateRef"], reason: "the DAG's templates are here" },
  {
    path: ["spec", "templates", /^(?:dag|run-.*)$/],
    reason: "airgo makes it; give yours another name",
  },
  {
    path: ["spec", "arguments", "parameters", /^(?:creationTimestampOverride|params)$/],
    reason: "give it to a run: airgo submit --date, --params",
  },
  {
    path: ["spec", "retryStrategy"],
    reason: "use the operators' options: set for all templates, it would be the whole DAG's too",
  },
  ...OWNED_BY_TEMPLATE_DEFAULTS,
  { path: ["spec", "serviceAccountName"], reason: "the configuration names one", ifSet: true },
  {
    path: ["spec", "podSpecPatch"],
    reason:
      "the configuration's terminationGracePeriodSeconds needs it; write yours in the container templates",
    ifSet: true,
  },
];

/** What templates/configuration/cron-workflow.yaml may not set. */
export const OWNED_BY_CRON_WORKFLOWS: readonly OwnedField[] = [
  ...METADATA,
  ...[
    "timezone",
    "startingDeadlineSeconds",
    "concurrencyPolicy",
    "successfulJobsHistoryLimit",
    "failedJobsHistoryLimit",
    "suspend",
  ].map((option) => ({ path: ["spec", option], reason: `use the DAG's ${option}` })),
  { path: ["spec", "schedules"], reason: "use the DAG's scheduleInterval" },
  { path: ["spec", "when"], reason: "use the DAG's startDate" },
  { path: ["spec", "stopStrategy"], reason: "use the DAG's endDate" },
  { path: ["spec", "workflowSpec"], reason: "write it in templates/configuration/workflow.yaml" },
];
