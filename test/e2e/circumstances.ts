import { readFileSync } from "node:fs";
import path from "node:path";
import { textAt } from "../../src/cluster/parse-workflow.ts";
import { REPOSITORY } from "./e2e-dags.ts";
import type { Stage } from "./stage.ts";
import type { Circumstances } from "./tables.ts";

export async function circumstancesOf(stage: Stage): Promise<Circumstances> {
  const manifest: unknown = JSON.parse(readFileSync(path.join(REPOSITORY, "package.json"), "utf8"));
  const version: unknown = JSON.parse(await stage.kubectl.call(["get", "--raw", "/version"]));
  return {
    since: new Date(),
    airgo: textAt(manifest, "version") ?? "unknown",
    node: process.versions.node,
    argo: stage.options.argoVersion ?? (await controllerVersion(stage)),
    kubernetes: `${textAt(version, "major")}.${textAt(version, "minor")}`,
    where: stage.target.kind,
  };
}

/** The tag of the controller's image, wherever it is deployed. */
async function controllerVersion({ kubectl }: Stage): Promise<string> {
  const images = "jsonpath={.items[*].spec.template.spec.containers[*].image}";
  const selector = "app=workflow-controller";
  const where = ["--all-namespaces", "--selector", selector];
  const text = await kubectl.call(["get", "deployments", ...where, "--output", images]);
  return /:(v[^\s:]+)/.exec(text)?.[1] ?? "of unknown version";
}
