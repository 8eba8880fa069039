// Deletes all that belongs to a project. It goes by names: what Argo makes for a run is named after the run, and a cluster
// without a garbage collector leaves it.

import { setTimeout as delay } from "node:timers/promises";
import type { Program } from "./program.ts";

// CronWorkflows first, so that none of them starts anything more; pods after the runs that would make new ones.
const KINDS = [
  "cronworkflows.argoproj.io",
  "workflows.argoproj.io",
  "workflowtemplates.argoproj.io",
  "pods",
  "workflowtaskresults.argoproj.io",
];
const NAMES_A_CALL = 200;
const LONGEST_SECONDS = 90;

/** @throws Error where something does not go */
export async function cleanUp(kubectl: Program, namespace: string, project: string): Promise<void> {
  const end = Date.now() + LONGEST_SECONDS * 1000;
  for (;;) {
    let left = 0;
    for (const kind of KINDS) left += await deleteAll(kubectl, namespace, { kind, project });
    if (left === 0) return;
    if (Date.now() > end) throw new Error(`${left} objects of ${project} do not go`);
    await delay(1000);
  }
}

/** How many there were. */
async function deleteAll(
  kubectl: Program,
  namespace: string,
  { kind, project }: { readonly kind: string; readonly project: string },
): Promise<number> {
  const where = ["--namespace", namespace];
  const listed = await kubectl.call(["get", kind, ...where, "--output", "name"]);
  const names = listed
    .split("\n")
    .map((line) => line.slice(line.lastIndexOf("/") + 1))
    .filter((name) => name.startsWith(`${project}-`));
  for (let at = 0; at < names.length; at += NAMES_A_CALL) {
    const some = names.slice(at, at + NAMES_A_CALL);
    const how = ["--ignore-not-found", "--wait=false", "--grace-period=1"];
    await kubectl.call(["delete", kind, ...where, ...how, ...some]);
  }
  return names.length;
}
