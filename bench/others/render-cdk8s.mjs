// The DAGs of simple-dags.ts by cdk8s, a WorkflowTemplate and a file each.
// usage: node render-cdk8s.mjs FOLDER-OF-CDK8S COUNT OUTPUT

import { createRequire } from "node:module";
import path from "node:path";

const [, , installed = "", count = "", outdir = ""] = process.argv;
const { ApiObject, App, Chart } = createRequire(path.join(installed, "index.js"))("cdk8s");

function tasks() {
  return [0, 1, 2, 3, 4].flatMap((layer) =>
    [0, 1, 2, 3].map((at) => ({
      name: `step-${layer}-${at}`,
      template: "run",
      ...(layer === 0
        ? {}
        : { depends: [0, 1, 2, 3].map((above) => `step-${layer - 1}-${above}`).join(" && ") }),
      arguments: { parameters: [{ name: "task-id", value: `step-${layer}-${at}` }] },
    })),
  );
}

function container(number) {
  return {
    image: "bench:1",
    command: ["node", "/app/airgo.js"],
    env: [
      { name: "TASK_ID", value: "{{inputs.parameters.task-id}}" },
      { name: "DAG_ID", value: `dag-${number}` },
    ],
    resources: { requests: { cpu: "10m", memory: "50Mi" } },
  };
}

const app = new App({ outdir });
for (let number = 0; number < Number(count); number++) {
  const chart = new Chart(app, `dag-${number}`);
  new ApiObject(chart, "template", {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "WorkflowTemplate",
    metadata: { name: `bench-dag-${number}`, namespace: "argo" },
    spec: {
      entrypoint: "dag",
      templates: [
        { name: "dag", dag: { failFast: false, tasks: tasks() } },
        {
          name: "run",
          inputs: { parameters: [{ name: "task-id" }] },
          retryStrategy: { limit: "1", retryPolicy: "Always" },
          container: container(number),
        },
      ],
    },
  });
}
app.synth();
