import { clusterCommand } from "../cluster-command.ts";

export const stopCommand = clusterCommand({
  verb: "stop",
  describe: "Stop a run in the cluster (through argo)",
  act: (argo, name) => argo.stop(name),
  done: "is being stopped: what runs is asked to end, nothing more is started",
});
