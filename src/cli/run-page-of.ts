// From a recorded run to its page: values decoded, reasons in words.

import { decodeInput, decodeValue } from "../../runtime/codec.ts";
import type { PodRecord, RecordedTask, RunRecord } from "../../runtime/local/run-record.ts";
import type { DagSpec, OutputForm, TaskSpec } from "../core/spec.ts";
import { formatInZone } from "../core/timezone.ts";
import { graphModel } from "../picture/graph-model.ts";
import type { PageBar, PageItem, PageTask, PageValue, RunPage } from "../picture/run-page.ts";
import { statesOf, tookText } from "./graph-states.ts";
import { failureReason, skipReason } from "./reporter/wording.ts";

/** What the page is made from. */
export interface RunPageSource {
  readonly record: RunRecord;
  readonly spec: DagSpec;
  /** What each task logged. */
  readonly logs: ReadonlyMap<string, string>;
  readonly now: Date;
}

/** Above this a layout takes seconds, and nobody could read it. */
const MOST_DRAWN = 400;

export async function runPageOf({ record, spec, logs, now }: RunPageSource): Promise<RunPage> {
  const { dagId, runId, phase, startedAt } = record;
  const began = Date.parse(startedAt);
  const length =
    (record.finishedAt === undefined ? now.getTime() : Date.parse(record.finishedAt)) - began;
  const specs = new Map<string, TaskSpec>(spec.tasks.map((task) => [task.taskId, task]));
  const tasks = record.taskIds.map((id) =>
    taskOf(id, record.tasks[id], { spec: specs.get(id), began, logs: logs.get(id) ?? "" }),
  );
  return {
    dagId,
    runId,
    phase,
    facts: factsOf(record, spec),
    tasks,
    length,
    graph: spec.tasks.length > MOST_DRAWN ? undefined : await drawGraph(record, spec),
  };
}

async function drawGraph(record: RunRecord, spec: DagSpec): Promise<string> {
  const { toSvg } = await import("../picture/to-svg.ts");
  return toSvg(graphModel(spec, statesOf(record)));
}

function factsOf(record: RunRecord, spec: DagSpec): PageValue[] {
  const { runId, executionDate, startedAt, params } = record;
  const inZone = (text: string): string => formatInZone(spec.timezone, new Date(text));
  const facts = [
    { name: "Run", text: runId },
    { name: "Execution date", text: inZone(executionDate) },
    { name: "Started", text: inZone(startedAt) },
    { name: "Took", text: tookText(record) || "not ended" },
  ];
  if (Object.keys(params).length > 0) facts.push({ name: "Params", text: JSON.stringify(params) });
  return facts;
}

interface TaskFacts {
  readonly spec: TaskSpec | undefined;
  /** When the run began, in milliseconds. */
  readonly began: number;
  readonly logs: string;
}

function taskOf(id: string, task: RecordedTask | undefined, facts: TaskFacts): PageTask {
  const { spec, began, logs } = facts;
  if (task === undefined) {
    const never = { from: undefined, to: undefined, attempts: 0, took: "" };
    const nothing = { reason: undefined, inputs: [], outputs: [], items: [] };
    return { id, phase: "Pending", ...never, ...nothing, logs };
  }
  const inputForm = (name: string) => spec?.inputs.find((input) => input.name === name)?.form;
  return {
    id,
    phase: task.phase,
    ...barOf(task, began),
    reason: reasonOf(task),
    inputs: valuesOf(task.inputs, inputForm),
    outputs: valuesOf(task.outputs, (name) => outputForm(spec, name)),
    items: (task.items ?? []).map((item): PageItem => {
      const bar = barOf(item, began);
      return { ...bar, phase: item.phase, item: textOf(item.item, "value"), message: item.message };
    }),
    logs,
  };
}

function barOf(pod: PodRecord, began: number): Omit<PageBar, "phase"> {
  const since = (text: string | undefined) =>
    text === undefined ? undefined : Date.parse(text) - began;
  const { startedAt, finishedAt, attempts } = pod;
  return { from: since(startedAt), to: since(finishedAt), attempts, took: tookText(pod) };
}

function reasonOf({ message, skippedBy, omittedBy }: RecordedTask): string | undefined {
  if (skippedBy !== undefined) return `Skipped: ${skipReason(skippedBy)}`;
  return omittedBy === undefined ? message : `Omitted: ${failureReason(omittedBy)}`;
}

function outputForm(spec: TaskSpec | undefined, name: string): OutputForm | undefined {
  const output = spec?.outputs.find(({ parameter }) => parameter === name);
  return output?.kind === "value" ? output.form : undefined;
}

function valuesOf(
  texts: Readonly<Record<string, string>> = {},
  formOf: (name: string) => OutputForm | undefined,
): PageValue[] {
  return Object.entries(texts).map(([name, text]) => ({ name, text: textOf(text, formOf(name)) }));
}

/** A value as a person reads it; what cannot be decoded any more is shown as it stands. */
function textOf(text: string, form: OutputForm | undefined): string {
  try {
    const value = form === undefined ? decodeValue(text) : decodeInput(text, form);
    return typeof value === "string" ? value : (JSON.stringify(value, printable, 2) ?? text);
  } catch {
    return text;
  }
}

function printable(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return `${value}n`;
  if (value instanceof Map || value instanceof Set) return [...value];
  return value;
}
