import { DAG_RECORD } from "../core/brands.ts";
import type { AnyDag, FactoryRecord } from "../core/dag-builder.ts";
import { AirgoError } from "../core/errors.ts";
import { type Callable, captureSite, locate, type Site } from "../core/location.ts";
import { DEFAULT_ARG_NAMES } from "../core/options.ts";
import type { TaskKind } from "../core/spec.ts";
import type { OverRecord } from "../core/task.ts";
import { type HandlerBody, HandlerOperator } from "./handler-operator.ts";
import type { CallOptions, TaskFunctionOptions } from "./task-function-types.ts";
import { TaskRef } from "./task-ref.ts";

/** What `dag.task()` was given. */
export interface TaskFunctionRecord {
  readonly dag: AnyDag;
  readonly id: string;
  readonly kind: TaskKind;
  readonly handler: HandlerBody["handler"];
  readonly options: TaskFunctionOptions<unknown, unknown>;
  readonly site: Site;
}

type Inputs = Readonly<Record<string, unknown>>;

/** A task function without its types, which `dag.task()` gives it. */
export interface UntypedTaskFunction {
  (inputs?: Inputs, options?: CallOptions): TaskRef<unknown>;
  expand(list: Inputs, options?: CallOptions): TaskRef<unknown>;
  partial(constants: Inputs): { expand(list: Inputs, options?: CallOptions): TaskRef<unknown> };
}

export function makeTaskFunction(record: TaskFunctionRecord): UntypedTaskFunction {
  const factory: FactoryRecord = { id: record.id, site: record.site, called: false };
  record.dag[DAG_RECORD].factories.push(factory);
  const expandOver = (constants: Inputs) => {
    const expand = (list: Inputs, options: CallOptions = {}): TaskRef<unknown> => {
      factory.called = true;
      const over = overRecord(record, { list, constants, above: expand });
      return place(record, { inputs: constants, over, options, above: expand });
    };
    return expand;
  };
  const call = (inputs: Inputs = {}, options: CallOptions = {}): TaskRef<unknown> => {
    factory.called = true;
    return place(record, { inputs, over: undefined, options, above: call });
  };
  return Object.assign(call, {
    expand: expandOver({}),
    partial: (constants: Inputs) => ({ expand: expandOver(constants) }),
  });
}

interface Placement {
  readonly inputs: Inputs;
  readonly over: OverRecord | undefined;
  readonly options: CallOptions;
  readonly above: Callable;
}

function place(record: TaskFunctionRecord, placement: Placement): TaskRef<unknown> {
  const { input, output, ...defaults } = record.options;
  const { id = record.id, ...own } = placement.options;
  const options = { ...defaults, ...own };
  const task = new HandlerOperator({
    record: {
      taskId: id,
      dag: record.dag,
      options,
      unknownOptions: Object.keys(options).filter((name) => !DEFAULT_ARG_NAMES.has(name)),
      kind: record.kind,
      inputs: { ...placement.inputs },
      over: placement.over,
      body: { handler: record.handler, input, output },
      above: placement.above,
    },
  });
  return new TaskRef(task);
}

interface Expanded {
  readonly list: Inputs;
  readonly constants: Inputs;
  readonly above: Callable;
}

function overRecord(
  { id, dag }: TaskFunctionRecord,
  { list, constants, above }: Expanded,
): OverRecord {
  const names = Object.keys(list).map((name) => `"${name}"`);
  const [[argument, reference] = ["", undefined]] = Object.entries(list);
  if (names.length === 1) {
    const isConstant = argument in constants;
    const twice = isConstant ? `${names[0]} is given to partial() and to expand()` : undefined;
    return { argument, reference, twice };
  }
  throw new AirgoError(
    "invalid-fan-out",
    `DAG "${dag.dagId}": task function "${id}" is expanded over ${names.join(" and ") || "nothing"}`,
    {
      hint: "expand over exactly one list: several lists are one list of objects, and the other inputs go to partial({ … })",
      location: locate(captureSite(above)),
      dagId: dag.dagId,
      taskId: id,
    },
  );
}
