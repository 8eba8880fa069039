import { readdirSync } from "node:fs";
import path from "node:path";
import { collectDags } from "../../src/core/collect-dags.ts";
import type { AnyDag } from "../../src/core/dag-builder.ts";
import { optionsDag, rulesDag, skipsDag } from "./golden-dags.ts";

const root = path.join(import.meta.dirname, "..", "..");
export const GOLDEN_FOLDER = path.join(root, "test", "golden");

/** All DAGs that have a golden: every one in dags/, and those made for it. */
export async function goldenDags(): Promise<readonly AnyDag[]> {
  const files = readdirSync(path.join(root, "dags")).filter((file) => /(?<!\.d)\.ts$/.test(file));
  const modules = await Promise.all(files.map((file) => import(path.join(root, "dags", file))));
  return [...modules.flatMap(collectDags), skipsDag(), rulesDag(), optionsDag()];
}
