// What importing a DAG file costs every pod of its DAGs: the time in a fresh process, and what of the bundle is evaluated.

import { spawnSync } from "node:child_process";
import type { BuildResult } from "./build-bundle.ts";
import { bundleUserParts } from "./bundle-user-parts.ts";
import type { EsmPart } from "./esm-parts.ts";
import type { Project } from "./read-project.ts";

export interface ImportCost {
  /** The DAG file, from the project's root. */
  readonly file: string;
  /** Of processor time, which a busy machine changes least; undefined where the file does not load a second time. */
  readonly milliseconds: number | undefined;
  /** Of JavaScript in the bundle that is evaluated with it; packages outside the bundle are not in them. */
  readonly bytes: number;
  /** The packages among them, the largest first. */
  readonly packages: readonly PackageSize[];
}

export interface PackageSize {
  readonly name: string;
  readonly bytes: number;
}

/** The costs of a bundle's sound DAG files, the dearest first. */
export async function analyzeImports(
  project: Project,
  { file: bundle, dags }: BuildResult,
): Promise<readonly ImportCost[]> {
  const dagIds = new Map(dags.map(({ file, dagId }) => [file, dagId]));
  const { parts } = await bundleUserParts(project, [...dagIds.keys()]);
  const byName = new Map(parts.map((part) => [part.name, part]));
  const costs = parts.flatMap((part): ImportCost[] => {
    const dagId = part.entry === undefined ? undefined : dagIds.get(part.entry);
    if (part.entry === undefined || dagId === undefined) return [];
    const sources = partsWith(part, byName).flatMap(({ sources }) => [...sources]);
    return [
      {
        file: part.entry,
        milliseconds: timeImport(bundle, dagId),
        bytes: sources.reduce((sum, [, bytes]) => sum + bytes, 0),
        packages: packagesIn(sources),
      },
    ];
  });
  return costs.sort((a, b) => (b.milliseconds ?? 0) - (a.milliseconds ?? 0) || b.bytes - a.bytes);
}

/** A part, and all that are evaluated with it. */
function partsWith(part: EsmPart, byName: ReadonlyMap<string, EsmPart>): readonly EsmPart[] {
  const together = new Set([part]);
  for (const { imports } of together) {
    for (const name of imports) {
      const imported = byName.get(name);
      if (imported !== undefined) together.add(imported);
    }
  }
  return [...together];
}

// The innermost folder of packages: what a package brings of its own is told apart from it.
const PACKAGE = /^.*(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//;

function packagesIn(sources: readonly (readonly [file: string, bytes: number])[]): PackageSize[] {
  const sizes = new Map<string, number>();
  for (const [file, bytes] of sources) {
    const name = PACKAGE.exec(file)?.[1];
    if (name !== undefined) sizes.set(name, (sizes.get(name) ?? 0) + bytes);
  }
  return [...sizes]
    .map(([name, bytes]) => ({ name, bytes }))
    .sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
}

// What the machine does besides only ever adds.
const ROUNDS = 3;

// The last line is the time in microseconds, whatever the file prints. What the file leaves running is not waited for.
const PROGRAM = `
const [, bundleFile, dagId] = process.argv;
const { bundle } = require(bundleFile);
const before = process.cpuUsage();
bundle.loadDag(dagId);
const { user, system } = process.cpuUsage(before);
require("node:fs").writeSync(1, "\\n" + (user + system));
process.exit(0);
`;

/** As a pod does it: nothing is compiled or cached. */
function timeImport(bundle: string, dagId: string): number | undefined {
  const times = Array.from({ length: ROUNDS }, () => {
    const { status, stdout } = spawnSync(process.execPath, ["-e", PROGRAM, bundle, dagId], {
      stdio: ["ignore", "pipe", "inherit"],
      encoding: "utf8",
    });
    return status === 0 ? [Number(stdout.slice(stdout.lastIndexOf("\n"))) / 1000] : [];
  }).flat();
  return times.length === 0 ? undefined : Math.min(...times);
}
