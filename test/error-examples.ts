// An example of each mistake that is easily made here, for docs/errors.md: what airgo says is what it says of these.

import {
  AirgoError,
  artifactProperty,
  BaseOperator,
  BranchOperator,
  chain,
  DAG,
  type DagOptions,
  FunctionOperator,
  type OperatorOptions,
  type OutputRef,
} from "airgo";
import { z } from "zod";
import type { ErrorCode } from "../src/core/error-codes.ts";
import { inspectDag } from "../src/render/compile-dag.ts";
import { validateDag } from "../src/validate/validate-dag.ts";
import { SETTINGS } from "./render/settings.ts";

class Load extends BaseOperator<{ rows: unknown }> {
  rows = 3;

  execute(): void {}

  get plain(): number {
    return 1;
  }
}

class Keeps extends BaseOperator {
  readonly table: string;

  constructor({ table, ...options }: OperatorOptions & { readonly table: string }) {
    super(options);
    this.table = table;
  }

  execute(): void {}
}

class Misnamed extends BaseOperator {
  execute(): void {}

  @artifactProperty()
  get $rows(): number {
    return 1;
  }
}

class Choose extends BranchOperator {
  choose(): string {
    return "holiday";
  }
}

/** A DAG with one task, `load`, and with what the mistake adds. */
function etl(mistake: (dag: DAG, load: Load) => unknown): () => DAG {
  return () => {
    const dag = new DAG("etl");
    mistake(dag, new Load({ taskId: "load", dag, rows: [] }));
    return dag;
  };
}

function withOptions(options: object): () => DAG {
  return () => {
    const dag = new DAG("etl", options as DagOptions); // some are wrong on purpose
    new FunctionOperator({ taskId: "load", dag, callable: () => undefined });
    return dag;
  };
}

function withTask(options: object): () => DAG {
  return etl((dag) => new Load({ taskId: "report", dag, rows: 1, ...options }));
}

/** DAGs that cannot be built. */
const BROKEN: { readonly [Code in ErrorCode]?: () => DAG } = {
  "invalid-name": withTask({ taskId: "dailyReport" }),
  "reserved-name": withTask({ taskId: "in" }),
  "duplicate-task": withTask({ taskId: "load" }),
  "missing-option": withTask({ taskId: undefined }),
  "unknown-option": withTask({ retires: 3 }),
  "invalid-option": withTask({ triggerRule: "all_sucess" }),
  "invalid-schedule": withOptions({ schedule: "0 4 * * 7" }),
  "invalid-timezone": withOptions({ timezone: "Europe/Berlim" }),
  "invalid-date": withOptions({ startDate: "2024-2-30" }),
  "invalid-duration": withTask({ retryDelay: "10 minutes" }),
  "invalid-quantity": withTask({ limitsMemory: "20m" }),
  "invalid-parameter": withTask({ parameters: { TASK_ID: "x" } }),
  "invalid-label": withOptions({ labels: { team: "data & ai" } }),
  "argo-expression": withTask({ parameters: { RUN: "{{workflow.name}}" } }),
  "foreign-task": etl((_, load) =>
    load.after(new Load({ taskId: "x", dag: new DAG("b"), rows: 1 })),
  ),
  "self-edge": etl((_, load) => load.before(load)),
  cycle: etl((dag, load) => chain(load, new Load({ taskId: "report", dag, rows: 1 }), load)),
  "unequal-lists": etl((_, load) => chain([load], [load, load])),
  "unknown-output": etl((dag, load) => new Load({ taskId: "b", dag, rows: load.output("plain") })),
  "invalid-output": etl((dag) => new Misnamed({ taskId: "report", dag })),
  "nested-reference": etl((dag, load) => {
    new Load({ taskId: "report", dag, rows: [load.output("return_value")] });
  }),
  "unresolved-reference": etl((dag, load) => {
    return new Load({ taskId: "report", dag, rows: load.output("return_value") }).args.rows;
  }),
  "not-a-list": etl((dag) => {
    const literal: unknown = ["a", "b"];
    const each = dag.task("each", ({ key }: { key: string }) => key);
    each.expand({ key: literal as OutputRef<string[]> });
  }),
  "invalid-fan-out": etl((dag) => {
    const list = dag.task("list", () => ["a"])();
    const each = dag.task("each", (pair: { a?: string; b?: string }) => pair);
    const both = { a: list, b: list } as { a: OutputRef<string[]> };
    each.expand(both);
  }),
  "missing-may-be-null": etl((dag, load) => {
    load.after(dag.if(dag.task("ask", (): boolean => true)()).yes);
    const rows = load.output("return_value");
    new Load({ taskId: "report", dag, rows, triggerRule: "none_failed" });
  }),
  "data-after-failure": etl((dag, load) => {
    const rows = load.output("return_value");
    new Load({ taskId: "report", dag, rows, triggerRule: "all_done" });
  }),
  "invalid-gate": etl((dag) => dag.switch(dag.task("size", (): string => "a")(), ["very large"])),
  "uncalled-factory": etl((dag) => dag.task("size", () => 1)),
  "operator-not-repeatable": etl((dag) => new Keeps({ taskId: "keeps", dag, table: "orders" })),
};

const PROJECT = { projectName: "a-project" };

/** DAGs that Argo would refuse. */
const REFUSED_BY_ARGO: { readonly [Code in ErrorCode]?: () => DAG } = {
  "name-too-long": () => {
    const dag = new DAG(`report-of-${"very-".repeat(6)}long-name`);
    new FunctionOperator({ taskId: "load", dag, callable: () => 1 });
    return dag;
  },
  "too-many-tasks": () => {
    const dag = new DAG("etl");
    const load = dag.task("load", ({ table }: { table: number }) => table);
    for (let table = 0; table < 201; table++) load({ table }, { id: `load-${table}` });
    return dag;
  },
};

/** Template files that airgo refuses, and what refers to them. */
const OF_FILES: { readonly [Code in ErrorCode]?: () => DAG } = {
  "invalid-template": withTask({ template: "mistaken" }),
  "unknown-template": withTask({ template: "pictres" }),
};

const MISTAKEN = `container:
  env:
    - name: DAG
      value: "{{inputs.parameters.dag-id}}"
`;

/** Takes what a task returns, so that it is put out. */
function returning(result: () => unknown): () => DAG {
  return etl((dag) => {
    dag.task("b", ({ value }: { value: unknown }) => value)({ value: dag.task("a", result)() });
  });
}

/** DAGs whose run fails. */
const FAILING: { readonly [Code in ErrorCode]?: () => DAG } = {
  "unserializable-value": returning(() => ({ rows: [{ total: Number.NaN }] })),
  "value-too-large": returning(() => "x".repeat(300_000)),
  "missing-output": returning(() => undefined),
  "schema-mismatch": etl((dag) => {
    const input = z.object({ price: z.number().positive() });
    dag.task("pay", ({ price }: { price: number }) => price, { input })({ price: -1 });
  }),
  "invalid-branch": etl((dag, load) => new Choose({ taskId: "choose", dag }).before(load)),
};

/** By code, what airgo prints of an example. */
export async function errorExamples(): Promise<ReadonlyMap<string, string>> {
  const examples = new Map<string, string>();
  for (const [code, build] of Object.entries(BROKEN)) examples.set(code, refusal(build));
  for (const [code, build] of Object.entries(REFUSED_BY_ARGO)) {
    const [finding] = validateDag(build().spec(), PROJECT);
    if (finding !== undefined) examples.set(code, print(finding));
  }
  for (const [code, build] of Object.entries(OF_FILES)) {
    const templates = { ...SETTINGS.templates, "containers/mistaken.yaml": MISTAKEN };
    const { errors } = inspectDag(build().spec(), { ...SETTINGS, templates });
    examples.set(code, errors.map(print).join("\n"));
  }
  for (const [code, build] of Object.entries(FAILING)) {
    const { tasks } = await build().execute({ throwOnFailure: false });
    const failed = Object.values(tasks).find(({ phase }) => phase === "Failed");
    examples.set(code, failed?.message ?? "");
  }
  return examples;
}

function refusal(build: () => DAG): string {
  try {
    build().spec();
  } catch (error) {
    if (error instanceof AirgoError) return error.problems.map(print).join("\n");
    throw error;
  }
  return "";
}

interface Printed {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

function print({ code, message, hint }: Printed): string {
  // Where the first of two tasks stands is a path of this machine.
  return `error[${code}]: ${message.replace(/ \(the first is at .*\)/, "")}\nhint: ${hint}`;
}
