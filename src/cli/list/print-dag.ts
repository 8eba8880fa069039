// One DAG in detail: what it is, and its tasks in the order of the file.

import { formatDuration } from "../../core/duration.ts";
import type { DagSpec, Resources, TaskSpec } from "../../core/spec.ts";
import { type Column, printRecords, printTable } from "../table.ts";
import type { ListStyle } from "./print-list.ts";
import type { DagSummary } from "./summarize-dag.ts";
import { tickText } from "./tick-text.ts";

export function printDag(summary: DagSummary, spec: DagSpec, style: ListStyle): string {
  const { paint, width } = style;
  const heading = (title: string): string => paint("dim", title);
  const facts = factsOf(summary, spec).filter(([, text]) => text !== undefined && text !== "");
  return [
    `${paint("bold", spec.dagId)}  ${spec.description ?? ""}`.trimEnd(),
    "\n\n",
    printTable(facts.map(([name, text]) => [heading(name), text ?? ""])),
    "\n",
    printRecords(spec.tasks, TASK_COLUMNS, { heading, width }),
  ].join("");
}

type Fact = readonly [name: string, text: string | undefined];

function factsOf(summary: DagSummary, spec: DagSpec): readonly Fact[] {
  const { schedules, timezone, next, file, image } = summary;
  const isScheduled = schedules.length > 0;
  return [
    ["schedule", isScheduled ? `${schedules.join(" | ")}  (${timezone})` : "by hand"],
    ["next", tickText(next, timezone) || (spec.suspend ? "suspended" : "")],
    ["start", spec.startDate],
    ["end", spec.endDate],
    ["concurrency", isScheduled ? spec.concurrencyPolicy : undefined],
    ["parallelism", spec.parallelism?.toString()],
    ["timeout", spec.dagrunTimeout === undefined ? undefined : formatDuration(spec.dagrunTimeout)],
    ["params", Object.keys(spec.params).length > 0 ? JSON.stringify(spec.params) : undefined],
    ["image", image],
    ["file", spec.location === undefined ? file : `${file}:${spec.location.line}`],
  ];
}

const TASK_COLUMNS: readonly Column<TaskSpec>[] = [
  { title: "TASK", cell: ({ taskId }) => taskId },
  { title: "OPERATOR", cell: ({ operator }) => operator },
  { title: "UPSTREAM", cell: upstreamText },
  { title: "RULE", cell: ({ triggerRule }) => (triggerRule === "all_success" ? "" : triggerRule) },
  { title: "RETRIES", cell: retryText },
  {
    title: "TIMEOUT",
    cell: ({ executionTimeout: time }) => (time === undefined ? "" : formatDuration(time)),
  },
  { title: "CPU", cell: ({ resources }) => amounts(resources, "Cpu") },
  { title: "MEMORY", cell: ({ resources }) => amounts(resources, "Memory") },
  { title: "TEMPLATE", cell: ({ template }) => (template === "default" ? "" : template) },
];

/** The list that a task is mapped over, and the gates on its way, stand with the upstream. */
function upstreamText({ upstream, over, gates }: TaskSpec): string {
  return upstream
    .map((id) => {
      if (over?.taskId === id) return `each of ${id}`;
      return gates.some((gate) => gate.upstream === id) ? `if ${id}` : id;
    })
    .join(", ");
}

function retryText({ retries, retryDelay }: TaskSpec): string {
  if (retries === 0) return "";
  return retryDelay === undefined
    ? String(retries)
    : `${retries}, ${formatDuration(retryDelay)} apart`;
}

/** `10m–20m`: requested and at most. */
function amounts(resources: Resources, kind: "Cpu" | "Memory"): string {
  const request = resources[`requests${kind}`];
  const limit = resources[`limits${kind}`];
  if (request === limit) return request ?? "";
  return `${request ?? ""}–${limit ?? ""}`;
}
