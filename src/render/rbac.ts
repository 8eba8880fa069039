import { DEFAULT_SERVICE_ACCOUNT, type RenderSettings } from "./render-settings.ts";
import { toYaml } from "./yaml.ts";

/**
 * What every pod needs to report its end and its outputs; without it, all tasks are Errors. For someone who may create
 * Roles to apply once.
 */
export function rbacText(settings: RenderSettings): string {
  const { namespace, serviceAccountName, projectName } = settings;
  const metadata = { name: `${projectName}-executor`, namespace };
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
  const roleBinding = {
    apiVersion: `${apiGroup}/v1`,
    kind: "RoleBinding",
    metadata,
    roleRef: { apiGroup, kind: "Role", name: metadata.name },
    subjects: [{ kind: "ServiceAccount", name: serviceAccountName, namespace }],
  };
  const serviceAccount = {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name: serviceAccountName, namespace },
  };
  const own = serviceAccountName === DEFAULT_SERVICE_ACCOUNT ? [] : [serviceAccount];
  return toYaml([...own, role, roleBinding]);
}
