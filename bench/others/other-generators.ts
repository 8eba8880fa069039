// Other public generators of Argo's manifests, installed into a folder outside the repository where a registry has them.

import { mkdirSync } from "node:fs";
import path from "node:path";
import { runChild, runNode } from "../child.ts";
import type { Body } from "../measure.ts";

const HERE = import.meta.dirname;

/** By name: what renders `count` DAGs. Those that cannot be had are told of and left out. */
export function otherGenerators(folder: string, count: number): ReadonlyMap<string, Body> {
  const outputs = path.join(folder, "outputs");
  let runs = 0;
  const output = () => path.join(outputs, String(runs++));
  const generators = new Map<string, Body>();
  const cdk8s = path.join(folder, "cdk8s");
  if (isInstalled("cdk8s", () => installCdk8s(cdk8s))) {
    const program = path.join(HERE, "render-cdk8s.mjs");
    generators.set("cdk8s", () => runNode([program, cdk8s, String(count), output()]));
  }
  const hera = path.join(folder, "hera");
  if (isInstalled("Hera", () => installHera(hera))) {
    const program = path.join(HERE, "render-hera.py");
    const options = { env: { PYTHONPATH: hera } };
    generators.set("Hera", () => runChild("python3", [program, String(count), output()], options));
  }
  return generators;
}

function isInstalled(name: string, install: () => void): boolean {
  try {
    install();
    return true;
  } catch (error) {
    const why = error instanceof Error ? error.message.trim().split("\n").at(-1) : String(error);
    console.log(`  not compared with ${name}, which could not be installed: ${why}`);
    return false;
  }
}

function installCdk8s(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--silent"];
  runChild("npm", ["install", "--prefix", folder, ...quiet, "cdk8s@2", "constructs@10"]);
}

function installHera(folder: string): void {
  const install = ["install", "--quiet", "--disable-pip-version-check", "--target", folder];
  runChild("python3", ["-m", "pip", ...install, "hera[yaml]==7.*"]);
}
