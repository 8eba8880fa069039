// The main job on real input: builds the bundle, runs the hello-world DAG, renders the manifests.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

function run(...args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

run("build.mjs");
run(path.join("dist", "airgo.js"), "run", "--dag", "hello-world");
run(path.join("dist", "airgo.js"), "render");
