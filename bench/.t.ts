import { BaseOperator, DAG } from "airgo";
import { writeRendered } from "../src/render/output-folder.ts";
import { filesOf, renderProject } from "../src/render/render-project.ts";
import { inspectDag } from "../src/render/compile-dag.ts";
import { structureHash } from "../src/core/structure-hash.ts";
import { validateDag } from "../src/validate/validate-dag.ts";
import { validateManifest } from "../src/validate/validate-manifest.ts";
class Step extends BaseOperator<{ message: string }> { execute() {} }
function buildDag(index: number): DAG {
  const dag = new DAG(`dag-${index}`, { description: `Number ${index}`, ...(index % 10 === 0 ? {} : { schedule: "0 */4 * * *", startDate: "2024-01-01" }), defaultArgs: { retries: 1, requestsCpu: "10m", requestsMemory: "50Mi" } });
  let above: Step[] = [];
  for (let layer = 0; layer < 5; layer++) { const own = [0, 1, 2, 3].map((at) => new Step({ taskId: `step-${layer}-${at}`, message: "hello", dag })); for (const step of own) step.after(...above); above = own; }
  return dag; }
let t = performance.now(); const lap = (n: string) => { const x = performance.now(); console.log(n.padEnd(12), (x - t).toFixed(0)); t = x; };
console.log("start", t.toFixed(0));
const settings = { projectName: "bench", image: "bench:1", namespace: "argo", serviceAccountName: "default", terminationGracePeriodSeconds: 30, structureMismatch: "warn" as const, templatesDir: "templates", templates: {} };
const dags = Array.from({ length: 1000 }, (_, i) => buildDag(i)); lap("build");
const specs = dags.map((d) => d.spec()); lap("spec");
specs.map(structureHash); lap("hash");
specs.map((s) => validateDag(s, settings)); lap("validateDag");
const m = specs.map((s) => inspectDag(s, settings)); lap("inspect(all)");
m.map(({manifests: x}, i) => [x.workflowTemplate, x.cronWorkflow, x.backfillWorkflow].map((y) => y && validateManifest(y, specs[i]!))); lap("validateMan");
const p = renderProject(specs, settings); lap("render again");
const f = filesOf(p); lap("yaml");
writeRendered(process.argv[2]!, f, { isWhole: true }); lap("write");
