// The benchmarks, each in a process of its own: what one has compiled and kept must not help, or burden, the next.
// usage: npm run bench [-- NAME… | W1… | --markdown]

import { fork } from "node:child_process";
import path from "node:path";
import { plainEnvironment } from "./child.ts";
import { describeMachine, type Finding, printTable } from "./finding.ts";

/** By the names of their files. */
const BENCHMARKS: ReadonlyMap<string, string> = new Map([
  ["render", "W1"],
  ["yaml", "W1"],
  ["pod-start", "W2"],
  ["local-run", "W3"],
  ["layers", "W4"],
  ["chain", "W5"],
  ["fan-out", "W6"],
  ["backfill", "W9"],
]);

async function main(args: readonly string[]): Promise<number> {
  const options = args.filter((arg) => arg.startsWith("-"));
  const wanted = args.filter((arg) => !arg.startsWith("-"));
  const known = [...BENCHMARKS].flat();
  const unknown = wanted.find((name) => !known.includes(name));
  if (unknown !== undefined || options.some((option) => option !== "--markdown")) {
    const what = unknown ?? options.join(" ");
    console.error(`there is no benchmark "${what}": they are ${[...new Set(known)].join(", ")}`);
    return 2;
  }
  const chosen = [...BENCHMARKS].filter(
    (names) => wanted.length === 0 || names.some((name) => wanted.includes(name)),
  );
  const findings: Finding[] = [];
  for (const [name] of chosen) findings.push(...(await runBenchmark(name)));
  if (options.length > 0) console.log(`${describeMachine()}\n\n${printTable(findings)}`);
  return 0;
}

function runBenchmark(name: string): Promise<readonly Finding[]> {
  const file = path.join(import.meta.dirname, `${name}.ts`);
  const child = fork(file, { execArgv: ["--import", "tsx"], env: plainEnvironment() });
  const findings: Finding[] = [];
  child.on("message", (message) => findings.push(message as Finding)); // only `tell` sends
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      if (code === 0) resolve(findings);
      else reject(new Error(`the benchmark ${name} failed`));
    });
  });
}

main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
