// What a task puts out, and in which form: a function of who takes what. A pod asks for one task, the spec for all.

import { ARTIFACT_PROPERTY, DAG_RECORD, hasBrand, REFERENCE, TASK_RECORD } from "./brands.ts";
import type { AnyDag } from "./dag-builder.ts";
import type { GateRecord } from "./gate.ts";
import { isReference, type ReferenceRecord } from "./output-ref.ts";
import type { OutputDeclaration, OutputForm } from "./spec.ts";
import type { Task, TaskRecord } from "./task.ts";

/** The output that is what `execute()` returned. */
export const RETURN_VALUE = "return_value";

/** Who takes what: by task, the outputs that something takes, and whether something fans out over them. */
export type TakenOutputs = ReadonlyMap<Task, ReadonlyMap<string, { readonly list: boolean }>>;

export function takenOutputs(dag: AnyDag): TakenOutputs {
  const taken = new Map<Task, Map<string, { readonly list: boolean }>>();
  const take = ({ task, output }: ReferenceRecord, list: boolean): void => {
    const outputs = taken.get(task) ?? new Map<string, { readonly list: boolean }>();
    outputs.set(output, { list: list || outputs.get(output)?.list === true });
    taken.set(task, outputs);
  };
  for (const task of dag[DAG_RECORD].tasks) {
    const record = task[TASK_RECORD];
    for (const [, reference] of referencesOf(record)) take(reference, false);
    const over = overOf(record);
    if (over !== undefined) take(over, true);
  }
  return taken;
}

/** The arguments that are references. */
export function referencesOf(record: TaskRecord): [name: string, reference: ReferenceRecord][] {
  const found: [string, ReferenceRecord][] = [];
  for (const name in record.args) {
    const value = record.args[name];
    if (isReference(value)) found.push([name, value[REFERENCE]]);
  }
  return found;
}

/** What a mapped task runs over, or undefined where it is not mapped or says no reference. */
export function overOf(record: TaskRecord): ReferenceRecord | undefined {
  const reference = record.over?.reference;
  return isReference(reference) ? reference[REFERENCE] : undefined;
}

/** The upstreams of a task, with the ways of their gates: what was drawn, and what the references draw. */
export function upstreamOf(record: TaskRecord): ReadonlyMap<Task, Set<GateRecord> | undefined> {
  const upstream = new Map(record.upstream);
  const add = (task: Task): void => {
    if (!upstream.has(task)) upstream.set(task, undefined);
  };
  for (const [, reference] of referencesOf(record)) add(reference.task);
  const over = overOf(record);
  if (over !== undefined) add(over.task);
  return upstream;
}

export function declaredOutputs(dag: AnyDag, task: Task, taken: TakenOutputs): OutputDeclaration[] {
  const takers = taken.get(task);
  const names = new Set(artifactProperties(task));
  if (takers?.has(RETURN_VALUE) === true) names.add(RETURN_VALUE);
  const mapped = task[TASK_RECORD].over !== undefined;
  const outputs: OutputDeclaration[] = [...names].map((parameter) => {
    const form: OutputForm = mapped ? "mapped" : takers?.get(parameter)?.list ? "list" : "value";
    return { kind: "value", parameter, form };
  });
  if (task[TASK_RECORD].kind === "short-circuit") {
    outputs.push({ kind: "short-circuit", parameter: "short_circuit" });
  }
  return [...outputs, ...branchWays(dag, task), ...gateWays(dag, task)];
}

/** A BranchOperator says yes or no to each task directly below it. */
function branchWays(dag: AnyDag, task: Task): OutputDeclaration[] {
  if (task[TASK_RECORD].kind !== "branch") return [];
  return dag[DAG_RECORD].tasks
    .filter((below) => upstreamOf(below[TASK_RECORD]).has(task))
    .map(({ taskId }) => ({
      kind: "way",
      parameter: branchParameter(taskId),
      opens: taskId,
      of: undefined,
    }));
}

function gateWays(dag: AnyDag, task: Task): OutputDeclaration[] {
  const ways = new Map<string, OutputDeclaration>();
  for (const selector of dag[DAG_RECORD].selectors) {
    if (selector.task !== task) continue;
    for (const { output, opens } of selector.ways) {
      const parameter = gateParameter(output, opens);
      ways.set(parameter, { kind: "way", parameter, opens, of: output });
    }
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
  for (const [name, member] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (hasBrand(member.get ?? member.value, ARTIFACT_PROPERTY)) names.add(name);
  }
  const found = [...names];
  KNOWN.set(prototype, found);
  return found;
}
