import type { ArgoTemplate, WorkflowTemplate } from "./argo-types.ts";
import { accountOfPatch } from "./pod-spec-patch.ts";
import type { RenderedProject } from "./render-project.ts";
import { DEFAULT_SERVICE_ACCOUNT, type RenderSettings } from "./render-settings.ts";
import { toYaml } from "./yaml.ts";

/** Also the name that the file of a DAG "rbac" has. */
export const RBAC_FILE = "rbac.yaml";

/**
 * What every pod needs to report its end and its outputs; without it, all tasks are Errors. For someone who may create
 * Roles to apply once. Of the accounts, the file has only the configured one: those that template files name are others'.
 */
export function rbacText(
  settings: RenderSettings,
  { manifests }: Pick<RenderedProject, "manifests">,
): string {
  const { namespace, serviceAccountName, projectName } = settings;
  const metadata = { name: roleName(projectName), namespace };
  const apiGroup = "rbac.authorization.k8s.io";
  const role = {
    apiVersion: `${apiGroup}/v1`,
    kind: "Role",
    metadata,
    rules: [
      {
        apiGroups: ["argoproj.io"],
        resources: ["workflowtaskresults"],
        verbs: ["create", "patch"],
      },
    ],
  };
  const found = [...manifests.values()].flatMap((own) => reportingAccounts(own.workflowTemplate));
  const accounts = [...new Set(found.length === 0 ? [serviceAccountName] : found)].sort();
  const roleBinding = {
    apiVersion: `${apiGroup}/v1`,
    kind: "RoleBinding",
    metadata,
    roleRef: { apiGroup, kind: "Role", name: metadata.name },
    subjects: accounts.map((name) => ({ kind: "ServiceAccount", name, namespace })),
  };
  const serviceAccount = {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name: serviceAccountName, namespace },
  };
  const own = serviceAccountName === DEFAULT_SERVICE_ACCOUNT ? [] : [serviceAccount];
  return toYaml([...own, role, roleBinding]);
}

export function roleName(projectName: string): string {
  return `${projectName}-executor`;
}

/** The accounts by which the pods of a DAG report. */
function reportingAccounts({ spec }: WorkflowTemplate): readonly string[] {
  return (
    spec.templates
      .filter(hasPod)
      .map((template) => reportingAccount(template, spec))
      // What Argo substitutes is known only to a run.
      .filter((name) => !name.includes("{{"))
  );
}

function hasPod({ dag, steps, suspend }: ArgoTemplate): boolean {
  return dag === undefined && steps === undefined && suspend === undefined;
}

/** As the controller chooses it: an executor's account is the wait container's, and that one reports. */
function reportingAccount(template: ArgoTemplate, spec: WorkflowTemplate["spec"]): string {
  const places = [template, spec.templateDefaults, spec];
  // A template's patch is laid over the workflow's.
  const patches = [template.podSpecPatch ?? spec.templateDefaults?.podSpecPatch, spec.podSpecPatch];
  const names = [
    ...places.map((place) => place?.executor?.serviceAccountName),
    ...patches.map(accountOfPatch),
    ...places.map((place) => place?.serviceAccountName),
  ];
  return names.find((name) => name !== undefined && name !== "") ?? DEFAULT_SERVICE_ACCOUNT;
}
