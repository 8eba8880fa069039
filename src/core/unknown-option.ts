// What to write instead of an option that airgo does not have.

import { didYouMean, nearest } from "./did-you-mean.ts";
import { DAG_OPTION_NAMES, DEFAULT_ARG_NAMES } from "./options.ts";

/** Airflow's DAG arguments that have another place here. */
const FROM_AIRFLOW: Readonly<Record<string, string>> = {
  catchup: "leave it out: a schedule never catches up, and `airgo backfill` runs what was missed",
  concurrency: "write parallelism: how many pods of one run there are at a time",
  dagid: 'the id comes first: new DAG("my-dag", { … })',
  maxactiveruns: 'write concurrencyPolicy: "Forbid" (one run at a time), "Allow" or "Replace"',
  maxactivetasks: "write parallelism: how many pods of one run there are at a time",
  owner: 'write it as a label: labels: { owner: "…" }',
  tags: 'write them as labels: labels: { "my-tag": "true" }',
};

export function unknownDagOption(name: string): string {
  const folded = name.toLowerCase().replaceAll("_", "");
  const ofOperators = nearest(name, DEFAULT_ARG_NAMES);
  return (
    FROM_AIRFLOW[folded] ??
    (didYouMean(name, DAG_OPTION_NAMES) ||
      (ofOperators === undefined
        ? known(DAG_OPTION_NAMES)
        : `"${ofOperators}" is an option of operators: write defaultArgs: { ${ofOperators}: … }`))
  );
}

export function unknownDefault(name: string): string {
  if (DAG_OPTION_NAMES.has(name)) return "it is an option of the DAG: write it beside defaultArgs";
  if (name === "taskId" || name === "dag") return "each operator has its own: take it out";
  const near = didYouMean(name, DEFAULT_ARG_NAMES) || known(DEFAULT_ARG_NAMES);
  return `${near}; a class's own arguments get their defaults in the class`;
}

export function known(names: Iterable<string>): string {
  return `known are ${[...names].join(", ")}`;
}
