import type { DagDescription, FileDescription } from "../../runtime/describe-dags.ts";

/** Without DAGs, and what is wrong with them, that a file only exports again: they are of the file that declares them. */
export function withoutRepeats(
  descriptions: readonly FileDescription[],
): readonly FileDescription[] {
  const declarers = new Map<string, FileDescription>();
  for (const description of descriptions) {
    for (const dag of description.dags) {
      if (isDeclaredIn(dag, description.file)) declarers.set(identityOf(dag), description);
    }
  }
  return descriptions.map((description) => {
    const declarerOf = (dag: DagDescription) => declarers.get(identityOf(dag)) ?? description;
    const others = description.dags.map(declarerOf).filter((other) => other !== description);
    const told = new Set(others.flatMap(({ problems }) => problems.map(textOf)));
    return {
      ...description,
      dags: description.dags.filter((dag) => declarerOf(dag) === description),
      problems: description.problems.filter((problem) => !told.has(textOf(problem))),
    };
  });
}

/** Whether the DAG's own line is in this file, and not in a function of another. */
export function isDeclaredIn({ location }: DagDescription, file: string): boolean {
  // Absolute, where the TypeScript itself was imported.
  return location !== undefined && `/${location.file}`.endsWith(`/${file}`);
}

/** Descriptions are all that is left of the DAGs. A function may make several at one line, which differ in something. */
function identityOf({ dagId, structureHash, location }: DagDescription): string {
  return JSON.stringify([dagId, structureHash, location]);
}

function textOf(value: object): string {
  return JSON.stringify(value);
}
