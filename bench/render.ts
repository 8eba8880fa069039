// W1: 1,000 DAGs of 20 tasks to files, the whole process: `node dist/airgo.js render` loads the DAGs, checks and validates
// them, holds the manifests against Argo's schema and writes them. The others only write.

import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { runNode } from "./child.ts";
import { otherGenerators } from "./others/other-generators.ts";
import { bundleSimpleDags, type Layout } from "./simple-dags.ts";
import { measure } from "./workload.ts";

const SIZES = [250, 500, 1000] as const;
const WHAT: Readonly<Record<Layout, string>> = {
  loop: "1,000 DAGs × 20 tasks from one DAG file to files, the whole process",
  files: "1,000 DAGs × 20 tasks of 1,000 DAG files to files, the whole process",
};

async function main(folder: string): Promise<void> {
  // The others are installed for the second: for minutes after many files were deleted, some file systems make new ones slowly.
  for (const layout of ["files", "loop"] as const) {
    const bundles = new Map<number, string>();
    for (const size of [1, ...SIZES]) {
      bundles.set(size, await bundleSimpleDags(path.join(folder, layout, `${size}`), size, layout));
    }
    let runs = 0;
    const render = (size: number): void => {
      const output = path.join(folder, `rendered-${layout}-${runs++}`);
      runNode([bundles.get(size) ?? "", "render", "--out", output]);
    };
    await measure({
      workload: "W1",
      what: WHAT[layout],
      unit: "DAGs",
      sizes: SIZES,
      goal: "≤ 1 s",
      run: render,
      fixed: () => render(1),
      ...(layout === "loop" ? { others: otherGenerators(folder, SIZES[2]) } : {}),
    });
  }
}

const folder = mkdtempSync(path.join(os.tmpdir(), "airgo-bench-"));
main(folder).finally(() => rmSync(folder, { recursive: true, force: true }));
