// Which DAGs go into the bundle: those that can be built, and whose id is theirs alone.

import type { BrokenFile, DagEntry } from "../../runtime/bundle.ts";
import type { DagDescription, FileDescription } from "../../runtime/describe-dags.ts";
import { type Problem, toProblem } from "../core/errors.ts";
import { byCharacters } from "./find-dags.ts";

export interface SortedDags {
  /** In the order of their ids. */
  readonly dags: readonly DagEntry[];
  readonly broken: readonly BrokenFile[];
}

export function sortOutDags(
  descriptions: readonly FileDescription[],
  moduleOf: (file: string) => number,
): SortedDags {
  const places = placesById(descriptions);
  const dags: DagEntry[] = [];
  const broken: BrokenFile[] = [];
  for (const { file, dags: found, problems } of descriptions) {
    const module = moduleOf(file);
    const doubles = found.filter(({ dagId }) => (places.get(dagId)?.length ?? 0) > 1);
    for (const { dagId, structureHash } of found) {
      const isAlone = places.get(dagId)?.length === 1;
      if (isAlone && structureHash !== undefined) dags.push({ dagId, module, file, structureHash });
    }
    const all = [...problems, ...doubles.map((dag) => refuseDouble(dag, places.get(dag.dagId)))];
    const dagIds = found
      .filter((dag) => dag.structureHash === undefined || doubles.includes(dag))
      .map(({ dagId }) => dagId);
    if (all.length > 0) broken.push({ file, problems: all, dagIds });
  }
  return { dags: dags.sort((a, b) => byCharacters(a.dagId, b.dagId)), broken };
}

function placesById(descriptions: readonly FileDescription[]): ReadonlyMap<string, string[]> {
  const places = new Map<string, string[]>();
  for (const { file, dags } of descriptions) {
    for (const { dagId, location } of dags) {
      const place = location === undefined ? file : `${location.file}:${location.line}`;
      places.set(dagId, [...(places.get(dagId) ?? []), place]);
    }
  }
  return places;
}

/** None of them is the right one: which DAG a pod would run must not depend on the order of files. */
function refuseDouble(
  { dagId, location }: DagDescription,
  places: readonly string[] = [],
): Problem {
  const message = `DAG id "${dagId}" is given to ${places.length} DAGs: ${places.join(" and ")}`;
  const hint = "give each DAG of the project an id of its own";
  return toProblem("duplicate-dag", message, { hint, location, dagId });
}
