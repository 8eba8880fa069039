// One task alone, with the inputs that a test gives in place of its upstreams.

import { INSTANTIATE, PLACED_TASK, TASK_RECORD } from "../../../src/core/brands.ts";
import { RETURN_VALUE } from "../../../src/core/declared-outputs.ts";
import type { RunOptions } from "../../../src/core/local-run.ts";
import type { OutputRef } from "../../../src/core/output-ref.ts";
import type { RunPhase } from "../../../src/core/phases.ts";
import type { OutputSpec } from "../../../src/core/spec.ts";
import type { AttemptFrame, Task } from "../../../src/core/task.ts";
import type { MAPPED, OutputName, OutputValue } from "../../../src/operators/operator-types.ts";
import { decodeInput, decodeValue } from "../../codec.ts";
import { prepareRun } from "../prepare-run.ts";
import type { TaskOutcome, Texts } from "../run-outcome.ts";
import { runPrepared } from "../run-prepared.ts";
import { collectLines, type LoggedLine } from "./logged-lines.ts";
import { soloRun } from "./solo-run.ts";

/** The date, the parameters and the values that a task is given. */
export interface RunTaskOptions<Inputs, Item>
  extends Pick<RunOptions, "executionDate" | "params" | "faults" | "realDelays" | "signal"> {
  /** Values for the arguments that are references; the others stay as the DAG file gives them. */
  readonly inputs?: Inputs;
  /** The item, of a mapped task. */
  readonly item?: Item;
}

/** How a task ended. */
export interface TaskRun<Returned, Outputs> {
  readonly phase: RunPhase;
  readonly attempts: number;
  /** Why it failed. */
  readonly message: string | undefined;
  /** What `execute()` returned; undefined where it failed. */
  readonly returned: Returned | undefined;
  /** Values by artifact property, as its readers get them. */
  readonly outputs: Outputs;
  /** Of a short circuit: whether it stops what is below. */
  readonly stops: boolean | undefined;
  /** Of a branch: the ids that it chose. */
  readonly chosen: readonly string[] | undefined;
  readonly logs: readonly LoggedLine[];
}

/** The arguments of an operator, of which a test gives those that are references. */
export type TaskInputs<Operator> = Operator extends { readonly args: infer Args }
  ? Partial<Args>
  : Readonly<Record<string, unknown>>;

/** The item of a mapped operator. */
export type TaskItem<Operator> = Operator extends { readonly parameter: infer Item } ? Item : never;

/** The artifact properties of an operator; of a mapped one, those of its one item. */
export type TaskOutputs<Operator> = {
  readonly [Name in Exclude<OutputName<Operator>, "return_value">]?: OneValue<Operator, Name>;
};

type OneValue<Operator, Name> = Operator extends { readonly [MAPPED]: true }
  ? OutputValue<Operator, Name> extends readonly (infer Value)[]
    ? Value
    : never
  : OutputValue<Operator, Name>;

type PlacedFunction<Result> = OutputRef<Result> & { readonly [PLACED_TASK]: Task };

/**
 * Runs one task with its retries, and nothing of what is around it. A task that fails is a result like any other.
 *
 * ```ts
 * const { outputs, logs } = await runTask(report, { inputs: { rows: [1, 2] }, executionDate: "2019-03-07" });
 * ```
 *
 * @throws AirgoError where an input is missing, unknown, or cannot cross from task to task
 */
export function runTask<Operator extends Task>(
  task: Operator,
  options?: RunTaskOptions<TaskInputs<Operator>, TaskItem<Operator>>,
): Promise<TaskRun<Awaited<ReturnType<Operator["execute"]>>, TaskOutputs<Operator>>>;
/** The same for a called task function; of an expanded one, `returned` is the list of its one item's result. */
export function runTask<Result>(
  task: PlacedFunction<Result>,
  options?: RunTaskOptions<Readonly<Record<string, unknown>>, unknown>,
): Promise<TaskRun<Result, Readonly<Record<string, unknown>>>>;
export async function runTask(
  task: Task | PlacedFunction<unknown>,
  options: RunTaskOptions<object, unknown> = {},
): Promise<TaskRun<unknown, object>> {
  if (!(PLACED_TASK in task)) return runAlone(task, options);
  const { returned, ...run } = await runAlone(task[PLACED_TASK], options);
  const isOneOfList = returned !== undefined && task[PLACED_TASK][TASK_RECORD].over !== undefined;
  return { ...run, returned: isOneOfList ? [returned] : returned };
}

async function runAlone(
  task: Task,
  { inputs = {}, item, ...options }: RunTaskOptions<object, unknown>,
): Promise<TaskRun<unknown, object>> {
  const dag = task.dag.spec();
  const own = dag.tasks.find(({ taskId }) => taskId === task.taskId);
  if (own === undefined) throw new Error(`task "${task.taskId}" is not in its DAG`);
  const { spec, recorded } = soloRun(dag, own, { inputs: { ...inputs }, item });
  const logs: LoggedLine[] = [];
  let returned: unknown;
  const watched = watchReturn(task, (value) => {
    returned = value;
  });
  const given = { ...options, report: collectLines(logs) };
  const prepared = { ...prepareRun(spec, given, new Date()), recorded };
  const { tasks } = await runPrepared({ spec, prepared, taskOf: () => watched }, given);
  const outcome = tasks.get(own.taskId);
  if (outcome === undefined) throw new Error(`task "${task.taskId}" never ended`);
  return { ...describe(outcome, own.outputs), returned, logs };
}

/** The task itself, except that each instance made from it tells what its `execute()` returns, or undefined. */
function watchReturn(task: Task, tell: (value: unknown) => void): Task {
  const instantiate = (frame: AttemptFrame): Task => {
    tell(undefined);
    const instance = task[INSTANTIATE](frame);
    const execute = instance.execute.bind(instance);
    instance.execute = async (context) => {
      const value = await execute(context);
      tell(value);
      return value;
    };
    return instance;
  };
  return new Proxy(task, {
    get: (target, key) => (key === INSTANTIATE ? instantiate : Reflect.get(target, key, target)),
  });
}

function describe(
  { phase, attempts, message, outputs, items }: TaskOutcome,
  declared: readonly OutputSpec[],
) {
  if (phase === "Skipped" || phase === "Omitted") throw new Error(`a task alone was ${phase}`);
  const item = items?.[0];
  const texts = item?.outputs ?? outputs;
  return {
    phase,
    attempts,
    message: item?.message ?? message,
    outputs: phase === "Succeeded" ? valuesOf(declared, texts) : {},
    stops: texts.has("short_circuit") ? texts.get("short_circuit") === "true" : undefined,
    chosen: chosenOf(declared, texts),
  };
}

function valuesOf(declared: readonly OutputSpec[], texts: Texts): Record<string, unknown> {
  const values = declared.flatMap((output): [string, unknown][] => {
    const text = texts.get(output.parameter);
    if (output.kind !== "value" || output.parameter === RETURN_VALUE || text === undefined)
      return [];
    return [
      [output.parameter, output.form === "list" ? decodeInput(text, "list") : decodeValue(text)],
    ];
  });
  return Object.fromEntries(values);
}

function chosenOf(declared: readonly OutputSpec[], texts: Texts): readonly string[] | undefined {
  const ways = declared.flatMap((output) =>
    output.kind === "way" && output.of === undefined ? [output] : [],
  );
  if (ways.length === 0) return undefined;
  return ways.filter((way) => texts.get(way.parameter) === "true").map((way) => String(way.opens));
}
