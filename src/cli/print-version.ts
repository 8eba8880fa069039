import type { BundleSummary } from "../../runtime/bundle.ts";
import { printTable } from "./table.ts";

type Versions = Pick<BundleSummary, "projectName" | "version" | "airgoVersion" | "hash">;

/** What is deployed: the project, the airgo in it, and the exact bundle. */
export function printVersion({ projectName, version, airgoVersion, hash }: Versions): string {
  return printTable([
    [projectName, version],
    ["airgo", airgoVersion],
    ["bundle", hash],
  ]);
}
