// From ids that a person typed to the DAGs that are meant.

import type { Bundle, DagEntry } from "../../runtime/bundle.ts";
import { draftSpec } from "../core/compile-spec.ts";
import type { AnyDag } from "../core/dag-builder.ts";
import { AirgoError, isAirgoError, type Problem } from "../core/errors.ts";
import { locate } from "../core/location.ts";
import type { DagSpec } from "../core/spec.ts";

/** A DAG that was evaluated and checked. */
export interface LoadedDag {
  readonly dag: AnyDag;
  readonly spec: DagSpec;
  /** Its file, from the project's root. */
  readonly file: string;
}

/** What is known of all DAGs of a project. */
export interface LoadedProject {
  readonly dags: readonly LoadedDag[];
  /** Everything that is wrong with DAG files and with DAGs. */
  readonly problems: readonly Problem[];
  /** DAGs with mistakes, as far as they can be made: in which more may be wrong. */
  readonly drafts: readonly DagSpec[];
}

/** @throws AirgoError `unknown-dag`, or all that is wrong with the DAG */
export function loadDag(bundle: Bundle, dagId: string, timezone: string): LoadedDag {
  const { file } = bundle.findDag(dagId);
  const dag = evaluate(bundle, dagId, file);
  return { dag, file, spec: dag.spec({ timezone }) };
}

/** Every DAG that holds, and every mistake of the others. */
export function loadProject(bundle: Bundle, timezone: string): LoadedProject {
  const problems: Problem[] = bundle.manifest.broken.flatMap((file) => file.problems);
  const dags: LoadedDag[] = [];
  bundle.prepareAll();
  for (const { dagId } of bundle.manifest.dags) {
    try {
      dags.push(loadDag(bundle, dagId, timezone));
    } catch (error) {
      if (!isAirgoError(error)) throw error;
      problems.push(...error.problems);
    }
  }
  return { dags, problems, drafts: draftsOf(bundle, timezone) };
}

function draftsOf(bundle: Bundle, timezone: string): readonly DagSpec[] {
  return bundle.manifest.broken.flatMap(({ module, dagIds }) => {
    try {
      const dags = bundle.loadModule(module).filter(({ dagId }) => dagIds.includes(dagId));
      return dags.flatMap((dag) => draftSpec(dag, { timezone }) ?? []);
    } catch {
      return []; // what the file throws is among its problems
    }
  });
}

function evaluate(bundle: Bundle, dagId: string, file: string): AnyDag {
  try {
    return bundle.loadDag(dagId);
  } catch (cause) {
    throw brokenFile(`${file} could not be loaded`, cause);
  }
}

/** What a pod does first, too. @throws AirgoError `broken-dag-file` */
export async function runSetup(bundle: Bundle): Promise<void> {
  try {
    await bundle.runSetup();
  } catch (cause) {
    throw brokenFile("the project's setup module failed", cause);
  }
}

function brokenFile(what: string, cause: unknown): AirgoError {
  if (isAirgoError(cause)) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  return new AirgoError("broken-dag-file", `${what}: ${message}`, {
    hint: "mend what it throws; it is evaluated whenever its DAGs are rendered or run",
    location: cause instanceof Error ? locate(cause) : undefined,
    cause,
  });
}

/** The DAGs in which a task has this id. */
export function dagsWithTask(bundle: Bundle, taskId: string): readonly DagEntry[] {
  return bundle.manifest.dags.filter((entry) => taskIdsOf(bundle, entry).includes(taskId));
}

/** The ids of a DAG's tasks, whatever else may be wrong with it. */
export function taskIdsOf(bundle: Bundle, { dagId, file }: DagEntry): readonly string[] {
  return evaluate(bundle, dagId, file).tasks.map((task) => task.taskId);
}
