// Argo lays spec.templateDefaults under every template of a run, the graph's too (workflow/controller/operator.go:4465:
// mergedTemplateDefaultsInto), and its lint does not look at them. What suits any pod is left to users.

import { OWN_VARIABLES } from "./container-fields.ts";
import type { OwnedField } from "./owned-fields.ts";

const BY_OPERATOR =
  "use the operators' options: set for all templates, it would be the whole DAG's too";
const IN_CONTAINERS = "write it in a file of templates/containers";

/** By field, why it may not be set for all templates. */
const REASONS: Readonly<Record<string, string>> = {
  retryStrategy: BY_OPERATOR,
  activeDeadlineSeconds: BY_OPERATOR,
  timeout: BY_OPERATOR,
  inputs: "the graph would ask for them too, and nobody gives it any",
  outputs: "the graph would have to put them out too",
  synchronization: "the graph would hold the lock that its tasks wait for: write it in spec",
  memoize: "the graph would be remembered as a whole, and none of its tasks run",
  parallelism: "use the DAG's parallelism",
  failFast: "the graph would start nothing more once a task has failed, not even a clean-up",
  daemon: "a task ends by itself",
  dag: "the graph is the DAG's",
  steps: "Argo would lay it under templates of every other type",
};

export const OWNED_BY_TEMPLATE_DEFAULTS: readonly OwnedField[] = [
  ...Object.entries(REASONS).map(([field, reason]) => ownedField([field], reason)),
  ownedField(["container", "name"], "Argo names the container main"),
  ownedField(["container", "command"], IN_CONTAINERS),
  ownedField(["container", "args"], `every task's command would get them: ${IN_CONTAINERS}`),
  ownedField(["container", "env", OWN_VARIABLES], "use another name"),
  ownedField(["container", "env", /^DAG_ID$/], "use another name"),
];

function ownedField(path: OwnedField["path"], reason: string): OwnedField {
  // Saying what is so anyhow is fine.
  return { path: ["spec", "templateDefaults", ...path], reason, also: [false] };
}
