import { clusterCommand } from "../cluster-command.ts";

export const retryCommand = clusterCommand({
  verb: "retry",
  describe: "Do again what failed in a run in the cluster (through argo)",
  act: (argo, name) => argo.retry(name),
  done: "runs again: its failed tasks, and what is below them",
});
