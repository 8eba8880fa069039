// W1's last part by itself, in this process: the manifests of DAGs of twenty tasks as YAML. JSON is the floor.

import { chain, DAG } from "airgo";
import { dump } from "js-yaml";
import { renderProject } from "../src/render/render-project.ts";
import { toYaml } from "../src/render/yaml.ts";
import { Trivial } from "./trivial.ts";
import { measure } from "./workload.ts";

const SIZES = [250, 500, 1_000] as const;
const TASKS = 20;

function manifestsOf(count: number): readonly object[] {
  const specs = Array.from({ length: count }, (_, number) => {
    const dag = new DAG(`dag-${number}`);
    chain(...Array.from({ length: TASKS }, (_, at) => new Trivial({ taskId: `task-${at}`, dag })));
    return dag.spec();
  });
  const { manifests } = renderProject(specs, {
    projectName: "bench",
    image: "bench:1",
    namespace: "argo",
    serviceAccountName: "default",
    terminationGracePeriodSeconds: 30,
    structureMismatch: "warn",
    templatesDir: "templates",
    templates: {},
  });
  return [...manifests.values()].map(({ workflowTemplate }) => workflowTemplate);
}

const all = manifestsOf(SIZES[2]);

void measure({
  workload: "W1",
  what: "its YAML alone, in process",
  unit: "DAGs",
  sizes: SIZES,
  goal: "≤ 0.5 of js-yaml's time",
  run: (size) => toYaml(all.slice(0, size)),
  others: new Map([
    ["js-yaml", () => all.map((manifest) => dump(manifest)).join("---\n")],
    ["JSON.stringify", () => JSON.stringify(all)],
  ]),
});
