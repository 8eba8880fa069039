// The benchmarks, each in a process of its own: what one has compiled and kept must not help, or burden, the next.
// usage: npm run bench [-- NAME… W1… --markdown --write]
//   --markdown prints the table, --write puts it into docs/performance.md

import { fork } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
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

interface Request {
  readonly names: readonly string[];
  readonly markdown: boolean;
  readonly write: boolean;
}

async function main(args: readonly string[]): Promise<number> {
  const request = parseRequest(args);
  if (typeof request === "string") {
    console.error(request);
    return 2;
  }
  const findings: Finding[] = [];
  for (const name of request.names) findings.push(...(await runBenchmark(name)));
  const table = `${describeMachine()}:\n\n${printTable(findings)}`;
  if (request.markdown) console.log(table);
  if (request.write) writeTable(table);
  return 0;
}

/** What is asked for, or why it is not understood. */
function parseRequest(args: readonly string[]): Request | string {
  const [markdown, write] = [args.includes("--markdown"), args.includes("--write")];
  const wanted = args.filter((arg) => arg !== "--markdown" && arg !== "--write");
  const known = [...new Set([...BENCHMARKS].flat())];
  const unknown = wanted.find((arg) => !known.includes(arg));
  if (unknown !== undefined) return `there is no "${unknown}": there are ${known.join(", ")}`;
  if (write && wanted.length > 0) return "--write needs all benchmarks, and goes with no names";
  const names = [...BENCHMARKS]
    .filter((both) => wanted.length === 0 || both.some((name) => wanted.includes(name)))
    .map(([name]) => name);
  return { names, markdown, write };
}

const PAGE = path.join(import.meta.dirname, "..", "docs", "performance.md");

function writeTable(table: string): void {
  const page = readFileSync(PAGE, "utf8");
  const [before = "", rest = ""] = page.split("<!-- measured -->\n");
  const [, after = ""] = rest.split("<!-- /measured -->\n");
  const text = `<!-- measured -->\n\n${table}\n<!-- /measured -->\n`;
  writeFileSync(PAGE, before + text + after);
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
