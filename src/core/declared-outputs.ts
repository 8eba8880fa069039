// What a task puts out, and in which form: a function of who takes what. A pod asks for one task, the spec for all.

import { ARTIFACT_PROPERTY, DAG_RECORD, hasBrand, REFERENCE, TASK_RECORD } from "./brands.ts";
import type { AnyDag } from "./dag-builder.ts";
import type { GateRecord } from "./gate.ts";
import { isReference, type ReferenceRecord } from "./output-ref.ts";
import type { OutputDeclaration, OutputForm } from "./spec.ts";
import type { Task, TaskRecord } from "./task.ts";

/** The output that is what `execute()` returned. */
export const RETURN_VALUE = "return_value";

/** What the rest of the DAG wants of one task. */
export interface Demand {
  /** The outputs that something takes, and whether something fans out over them. */
  readonly outputs: Map<string, { readonly list: boolean }>;
  /** The tasks directly below, where it is a branch. */
  readonly branches: Set<string>;
  /** The ways of the gates over its outputs. */
  readonly ways: GateRecord[];
}

/** By task, in one pass over the DAG; a task of which nothing is wanted is missing. */
export function demands(dag: AnyDag): ReadonlyMap<Task, Demand> {
  const found = new Map<Task, Demand>();
  const demandOn = (task: Task): Demand => {
    const demand = found.get(task) ?? { outputs: new Map(), branches: new Set(), ways: [] };
    found.set(task, demand);
    return demand;
  };
  const draw = (above: Task, taskId: string): void => {
    if (above[TASK_RECORD].kind === "branch") demandOn(above).branches.add(taskId);
  };
  const take = ({ task, output }: ReferenceRecord, taskId: string, list = false): void => {
    const { outputs } = demandOn(task);
    outputs.set(output, { list: list || outputs.get(output)?.list === true });
    draw(task, taskId);
  };
  for (const task of dag[DAG_RECORD].tasks) {
    const record = task[TASK_RECORD];
    record.upstream.forEach((_, above) => {
      draw(above, record.taskId);
    });
    for (const [, reference] of referencesOf(record)) take(reference, record.taskId);
    const over = overOf(record);
    if (over !== undefined) take(over, record.taskId, true);
  }
  for (const { task, ways } of dag[DAG_RECORD].selectors) demandOn(task).ways.push(...ways);
  return found;
}

/** The arguments that are references. */
export function referencesOf(record: TaskRecord): readonly NamedReference[] {
  let found: NamedReference[] | undefined;
  for (const name in record.args) {
    const value = record.args[name];
    if (!isReference(value)) continue;
    found ??= [];
    found.push([name, value[REFERENCE]]);
  }
  return found ?? NONE;
}

export type NamedReference = [name: string, reference: ReferenceRecord];

// Shared: most tasks take nothing and put nothing out.
const NONE: readonly never[] = Object.freeze([]);

/** What a mapped task runs over, or undefined where it is not mapped or says no reference. */
export function overOf(record: TaskRecord): ReferenceRecord | undefined {
  const reference = record.over?.reference;
  return isReference(reference) ? reference[REFERENCE] : undefined;
}

/** The upstreams of a task, with the ways of their gates: what was drawn, and what the references draw. */
export function upstreamOf(record: TaskRecord): ReadonlyMap<Task, Set<GateRecord> | undefined> {
  const references = referencesOf(record);
  const over = overOf(record);
  if (references.length === 0 && over === undefined) return record.upstream;
  const upstream = new Map(record.upstream);
  const draw = ({ task }: ReferenceRecord): void => {
    if (!upstream.has(task)) upstream.set(task, undefined);
  };
  for (const [, reference] of references) draw(reference);
  if (over !== undefined) draw(over);
  return upstream;
}

export function declaredOutputs(
  task: Task,
  demand: Demand | undefined,
): readonly OutputDeclaration[] {
  const { kind, over } = task[TASK_RECORD];
  const properties = artifactProperties(task);
  if (demand === undefined && properties.length === 0 && kind !== "short-circuit") return NONE;
  const names = new Set(properties);
  if (demand?.outputs.has(RETURN_VALUE) === true) names.add(RETURN_VALUE);
  const mapped = over !== undefined;
  const outputs: OutputDeclaration[] = [...names].map((parameter) => {
    const list = demand?.outputs.get(parameter)?.list === true;
    const form: OutputForm = mapped ? "mapped" : list ? "list" : "value";
    return { kind: "value", parameter, form };
  });
  if (kind === "short-circuit") {
    outputs.push({ kind: "short-circuit", parameter: "short_circuit" });
  }
  return [...outputs, ...branchWays(demand), ...gateWays(demand)];
}

/** A BranchOperator says yes or no to each task directly below it. */
function branchWays(demand: Demand | undefined): OutputDeclaration[] {
  return [...(demand?.branches ?? [])].map((taskId) => ({
    kind: "way",
    parameter: branchParameter(taskId),
    opens: taskId,
    of: undefined,
  }));
}

function gateWays(demand: Demand | undefined): OutputDeclaration[] {
  const ways = new Map<string, OutputDeclaration>();
  for (const { output, opens } of demand?.ways ?? []) {
    const parameter = gateParameter(output, opens);
    ways.set(parameter, { kind: "way", parameter, opens, of: output });
  }
  return [...ways.values()];
}

export function branchParameter(taskId: string): string {
  return `to_${taskId}`;
}

// An output's name holds no hyphen, so the first one ends it and two gates never share a parameter.
export function gateParameter(output: string, opens: string | boolean): string {
  const way = typeof opens === "boolean" ? (opens ? "yes" : "no") : opens;
  return `if_${output}-${way}`;
}

const KNOWN = new WeakMap<object, readonly string[]>();

/** The names of the members that `@artifactProperty()` declares, inherited ones first. */
export function artifactProperties(task: Task): readonly string[] {
  return ofPrototype(Object.getPrototypeOf(task));
}

function ofPrototype(prototype: unknown): readonly string[] {
  if (typeof prototype !== "object" || prototype === null) return [];
  const known = KNOWN.get(prototype);
  if (known !== undefined) return known;
  const names = new Set(ofPrototype(Object.getPrototypeOf(prototype)));
  for (const name of Object.getOwnPropertyNames(prototype)) {
    const member = Object.getOwnPropertyDescriptor(prototype, name);
    if (hasBrand(member?.get ?? member?.value, ARTIFACT_PROPERTY)) names.add(name);
  }
  const found = [...names];
  KNOWN.set(prototype, found);
  return found;
}
