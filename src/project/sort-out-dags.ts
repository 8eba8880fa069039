// Which DAGs go into the bundle: those that can be built, and whose id is theirs alone.

import type { BrokenFile, DagEntry } from "../../runtime/bundle.ts";
import type { DagDescription, FileDescription } from "../../runtime/describe-dags.ts";
import { type Problem, toProblem } from "../core/errors.ts";
import { byCharacters } from "./find-dags.ts";
import { isDeclaredIn, withoutRepeats } from "./without-repeats.ts";

export interface SortedDags {
  /** In the order of their ids. */
  readonly dags: readonly DagEntry[];
  readonly broken: readonly BrokenFile[];
}

export function sortOutDags(
  descriptions: readonly FileDescription[],
  moduleOf: (file: string) => number,
): SortedDags {
  const own = withoutRepeats(descriptions);
  const places = placesById(own);
  const dags: DagEntry[] = [];
  const broken: BrokenFile[] = [];
  for (const { file, dags: found, problems } of own) {
    const module = moduleOf(file);
    const doubles = found.filter(({ dagId }) => (places.get(dagId)?.length ?? 0) > 1);
    for (const { dagId, structureHash } of found) {
      const isAlone = places.get(dagId)?.length === 1;
      if (isAlone && structureHash !== undefined) dags.push({ dagId, module, file, structureHash });
    }
    const refused = doubles.map((dag) => refuseDouble(dag, file, places.get(dag.dagId)));
    const all = [...problems, ...withoutEqual(refused)];
    const dagIds = found
      .filter((dag) => dag.structureHash === undefined || doubles.includes(dag))
      .map(({ dagId }) => dagId);
    if (all.length > 0) broken.push({ file, module, problems: all, dagIds });
  }
  return { dags: dags.sort((a, b) => byCharacters(a.dagId, b.dagId)), broken };
}

function placesById(descriptions: readonly FileDescription[]): ReadonlyMap<string, string[]> {
  const places = new Map<string, string[]>();
  for (const { file, dags } of descriptions) {
    for (const dag of dags) {
      places.set(dag.dagId, [...(places.get(dag.dagId) ?? []), placeOf(dag, file)]);
    }
  }
  return places;
}

function placeOf(dag: DagDescription, file: string): string {
  if (dag.location === undefined) return file;
  const line = `${dag.location.file}:${dag.location.line}`;
  return isDeclaredIn(dag, file) ? line : `${file} (made at ${line})`;
}

/** None of them is the right one: which DAG a pod would run must not depend on the order of files. */
function refuseDouble(dag: DagDescription, file: string, places: readonly string[] = []): Problem {
  const { dagId } = dag;
  const isOwn = isDeclaredIn(dag, file);
  const message = `DAG id "${dagId}" is given to ${places.length} DAGs: ${places.join(" and ")}`;
  const advice = "give each DAG of the project an id of its own";
  const hint = isOwn ? advice : `${advice}; where it is one DAG, export it from one file`;
  const location = isOwn ? dag.location : { file, line: 1, column: 1 };
  return toProblem("duplicate-dag", message, { hint, location, dagId });
}

/** DAGs that one line makes. */
function withoutEqual(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
