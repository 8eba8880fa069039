// Which DAG a command is about, when not every command line says so.

import type { Bundle } from "../../runtime/bundle.ts";
import { nearest } from "../core/did-you-mean.ts";
import { AirgoError } from "../core/errors.ts";
import { dagsWithTask, taskIdsOf } from "./load-dags.ts";

/** What a command line says of its DAG: `DAG` and `--dag` are one. */
export interface DagArguments {
  readonly DAG?: string | undefined;
  readonly dag?: string | undefined;
  readonly task?: string | undefined;
}

/** The DAG's id as it was typed, or undefined. @throws AirgoError `usage` where it was typed twice */
export function namedDag({ DAG, dag }: DagArguments): string | undefined {
  if (DAG !== undefined && dag !== undefined && DAG !== dag) {
    throw new AirgoError("usage", `two DAGs were named: "${DAG}" and "${dag}"`, {
      hint: "name one",
    });
  }
  return DAG ?? dag;
}

/**
 * The id of the DAG that is meant: the one that is named, the only one that has the task, or the only one there is.
 *
 * @throws AirgoError `usage` with the DAGs to choose from
 */
export function chooseDag(bundle: Bundle, args: DagArguments): string {
  const named = namedDag(args);
  if (named !== undefined) return named;
  const { task } = args;
  return task === undefined ? theOnlyDag(bundle) : theDagOf(bundle, task);
}

function theOnlyDag({ manifest: { dags, broken } }: Bundle): string {
  const [first, ...others] = dags;
  if (first !== undefined && others.length === 0 && broken.length === 0) return first.dagId;
  const [problem, ...problems] = broken.flatMap((file) => file.problems);
  if (first === undefined && problem !== undefined) throw AirgoError.of([problem, ...problems]);
  if (first === undefined) {
    throw new AirgoError("usage", "this project has no DAGs", {
      hint: "write one: a file in the folder of DAGs that exports a DAG",
    });
  }
  const choices = listChoices(dags.map(({ dagId }) => dagId));
  if (broken.length === 0) {
    throw new AirgoError("usage", "which DAG? There is more than one", { hint: choices });
  }
  const files = broken.map(({ file }) => file).join(", ");
  throw new AirgoError("usage", `which DAG? There may be more than one: ${files} is broken`, {
    hint: `${choices}\nand airgo validate says what is wrong with the others`,
  });
}

function theDagOf(bundle: Bundle, taskId: string): string {
  const ids = dagsWithTask(bundle, taskId).map(({ dagId }) => dagId);
  const [first, ...others] = ids;
  if (first === undefined) throw unknownTask(bundle, taskId);
  if (others.length === 0) return first;
  throw new AirgoError("usage", `which DAG? Several have a task "${taskId}"`, {
    hint: listChoices(ids),
  });
}

function unknownTask(bundle: Bundle, taskId: string): AirgoError {
  const near = nearest(
    taskId,
    bundle.manifest.dags.flatMap((entry) => taskIdsOf(bundle, entry)),
  );
  return new AirgoError("unknown-task", `no DAG has a task "${taskId}"`, {
    hint:
      near === undefined ? '"airgo list DAG" shows the tasks of a DAG' : `did you mean "${near}"?`,
  });
}

const MOST_LISTED = 20;

function listChoices(ids: readonly string[]): string {
  const more = ids.length > MOST_LISTED ? [`and ${ids.length - MOST_LISTED} more: airgo list`] : [];
  return ["name one:", ...ids.slice(0, MOST_LISTED).map((id) => `  --dag ${id}`), ...more].join(
    "\n",
  );
}
