// W1: 1,000 DAGs of 20 tasks to files, the whole process: building and checking the DAGs, validating and rendering them,
// the check against Argo's schema, writing. Bundled as airgo is.
// usage: npx tsx bench/render.ts [runs]

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { buildSync } from "esbuild";

const SIZES = [250, 500, 1000];
const runs = Number(process.argv[2] ?? 5);
const folder = mkdtempSync(path.join(os.tmpdir(), "airgo-bench-"));
const bundle = path.join(folder, "render-once.cjs");
const { NODE_OPTIONS, NODE_EXTRA_CA_CERTS, ...env } = process.env;

buildSync({
  entryPoints: [path.join(import.meta.dirname, "render-once.ts")],
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  external: ["../runtime/*", "./project/*"],
  outfile: bundle,
});

function seconds(args: readonly string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { env, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return (performance.now() - start) / 1000;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function measure(size: number, layout: "one" | "many"): number {
  const times = Array.from({ length: runs }, (_, run) =>
    seconds([bundle, String(size), path.join(folder, `${layout}-${size}-${run}`), layout]),
  );
  const [low, high] = [Math.min(...times), Math.max(...times)];
  const middle = median(times);
  console.log(
    `${size} DAGs x 20 tasks, ${layout} file${layout === "one" ? "" : "s"}: ${middle.toFixed(3)} s (${low.toFixed(3)} to ${high.toFixed(3)}, ${runs} runs)`,
  );
  return middle;
}

try {
  const bare = median(Array.from({ length: runs }, () => seconds(["-e", "0"])));
  console.log(`node -e 0: ${bare.toFixed(3)} s`);
  const none = measure(0, "one");
  const [small = 0, , large = 0] = SIZES.map((size) => measure(size, "one"));
  measure(SIZES.at(-1) ?? 0, "many");
  const exponent = Math.log((large - none) / (small - none)) / Math.log(4);
  console.log(`time grows as the number of DAGs to the power of ${exponent.toFixed(2)}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
