// The results as tables in Markdown: one of the DAGs that were compared, one of all other checks.

import type { Result } from "./board.ts";

/** What was tried, where and with what. */
export interface Circumstances {
  readonly since: Date;
  readonly airgo: string;
  readonly node: string;
  readonly argo: string;
  readonly kubernetes: string;
  readonly where: string;
}

export function printTables(
  results: readonly Result[],
  circumstances: Circumstances,
  now: Date,
): string {
  const compared = results.filter(({ kind }) => kind === "comparison");
  const others = results.filter(({ kind }) => kind === "check");
  return [
    headline(circumstances, now),
    ...(compared.length === 0 ? [] : [comparisonTable(compared)]),
    ...(others.length === 0 ? [] : [checkTable(others)]),
  ].join("\n\n");
}

function headline(circumstances: Circumstances, now: Date): string {
  const { since, airgo, node, argo, kubernetes, where } = circumstances;
  const day = since.toISOString().slice(0, 10);
  const minutes = Math.ceil((now.getTime() - since.getTime()) / 60_000);
  const versions = `airgo ${airgo} on Node ${node}, Argo Workflows ${argo}, Kubernetes ${kubernetes}`;
  return `${day}: ${versions} (${where}), ${minutes} minutes`;
}

function comparisonTable(results: readonly Result[]): string {
  const groups = [...new Set(results.map(({ group }) => group))];
  const rows = groups.map((group) => comparisonRow(group, results));
  const total = comparisonRow(
    "all",
    results.map((result) => ({ ...result, group: "all" })),
  );
  return table(["DAGs", "compared", "equal", "different", "left out"], [...rows, total]);
}

function comparisonRow(group: string, results: readonly Result[]): string[] {
  const count = (verdict: Result["verdict"]) =>
    results.filter((result) => result.group === group && result.verdict === verdict).length;
  const [equal, different] = [count("passed"), count("failed")];
  const leftOut = count("skipped") + count("undone");
  return [group, ...[equal + different, equal, different, leftOut].map(String)];
}

function checkTable(results: readonly Result[]): string {
  const rows = results.map(({ group, name, verdict, detail }) => [
    `${group}: ${name}`,
    verdict,
    detail,
  ]);
  return table(["check", "result", "seen"], rows.sort(byTitle));
}

function byTitle([a = ""]: readonly string[], [b = ""]: readonly string[]): number {
  return a < b ? -1 : 1;
}

const LONGEST_CELL = 120;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.map(cellText).join(" | ")} |`)
    .join("\n");
}

function cellText(text: string): string {
  const line = text.replace(/\s+/g, " ").replaceAll("|", "\\|");
  return line.length > LONGEST_CELL ? `${line.slice(0, LONGEST_CELL)}…` : line;
}
