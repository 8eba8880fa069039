// Run by the builder, in a process of its own: evaluates DAG files, and says which DAGs each has. A line a file, as soon as
// it is known, so that a file that ends or hangs the process is the one after the last line.

import fs from "node:fs";
import { types } from "node:util";
import { DAG_RECORD } from "../src/core/brands.ts";
import { collectDags } from "../src/core/collect-dags.ts";
import type { AnyDag } from "../src/core/dag-builder.ts";
import { isAirgoError, type Problem, toProblem } from "../src/core/errors.ts";
import { type Location, locate } from "../src/core/location.ts";
import { structureHash } from "../src/core/structure-hash.ts";
import type { Pack } from "./loader.ts";

/** What the builder asks for, as JSON in a file. */
export interface DescribeRequest {
  readonly files: readonly { readonly file: string; readonly module: number }[];
  readonly timezone: string;
  /** Where the lines go: a DAG file may write to stdout. */
  readonly output: string;
}

/** What one DAG file has. */
export interface FileDescription {
  readonly file: string;
  readonly dags: readonly DagDescription[];
  readonly problems: readonly Problem[];
}

export interface DagDescription {
  readonly dagId: string;
  /** Undefined where the DAG has problems. */
  readonly structureHash?: string;
  readonly location: Location | undefined;
}

/** Never returns to what the DAG files may have left running. */
export function describeDags(pack: Pack, requestFile: string): never {
  const request = JSON.parse(fs.readFileSync(requestFile, "utf8")) as DescribeRequest; // the builder's own
  for (const { file, module } of request.files) {
    const description = describeFile(file, () => pack.load(module), request);
    fs.appendFileSync(request.output, `${JSON.stringify(description)}\n`);
  }
  process.exit(0);
}

/** `load` evaluates the file and gives its exports; what it throws is in the description. */
export function describeFile(
  file: string,
  load: () => unknown,
  { timezone }: Pick<DescribeRequest, "timezone">,
): FileDescription {
  try {
    const dags = collectDags(load()).map((dag) => describeDag(dag, timezone));
    return {
      file,
      dags: dags.map(({ description }) => description),
      problems: dags.flatMap(({ problems }) => problems),
    };
  } catch (error) {
    return { file, dags: [], problems: problemsOf(error, file) };
  }
}

function describeDag(
  dag: AnyDag,
  timezone: string,
): { readonly description: DagDescription; readonly problems: readonly Problem[] } {
  const known = { dagId: dag.dagId, location: locate(dag[DAG_RECORD].site) };
  try {
    const hash = structureHash(dag.spec({ timezone }));
    return { description: { ...known, structureHash: hash }, problems: [] };
  } catch (error) {
    return { description: known, problems: problemsOf(error, `DAG "${dag.dagId}"`) };
  }
}

function problemsOf(error: unknown, what: string): readonly Problem[] {
  if (isAirgoError(error)) return error.problems;
  const isError = types.isNativeError(error);
  const message = `${what} could not be loaded: ${isError ? error.message : String(error)}`;
  const location = isError ? locate(error) : undefined;
  const hint = "mend what it throws; a DAG file is evaluated whenever its DAG is rendered or run";
  return [toProblem("broken-dag-file", message, { hint, location })];
}
