// What a shell offers at TAB: yargs knows commands and options, the bundle the ids.

import type { FallbackCompletionFunction } from "yargs";
import type { Bundle } from "../../runtime/bundle.ts";
import { listRuns } from "../../runtime/local/run-store.ts";
import type { Command } from "./define-command.ts";
import { EXIT_OK } from "./exit-codes.ts";
import { taskIdsOf } from "./load-dags.ts";
import { createParser } from "./parse-command-line.ts";
import { runsDirectory } from "./runs-directory.ts";
import type { World } from "./world.ts";

/** Asks for completions; the words of the command line follow. */
export const COMPLETE = "--get-yargs-completions";

export async function printCompletions(
  world: World,
  commands: readonly Command[],
): Promise<number> {
  // The program, then what was typed; the last word is the one at the cursor.
  const words = world.argv.slice(2);
  const ids = await completeIds(words, commands, world);
  const found = ids ?? (await completeWords(world.argv, commands));
  if (found.length > 0) world.stdout.write(found.map((word) => `${word}\n`).join(""));
  return EXIT_OK;
}

function completeWords(
  argv: readonly string[],
  commands: readonly Command[],
): Promise<readonly string[]> {
  const parser = createParser({ commands, width: 80 }, () => undefined);
  return new Promise((resolve) => {
    // yargs tells this form from its others by the number of parameters.
    const complete: FallbackCompletionFunction = (_current, _argv, byDefault, done) => {
      byDefault((_error, found) => {
        resolve(found ?? []);
        done([]);
      });
    };
    parser.completion("yargs-completion", false, complete);
    parser.parse([...argv], {}, () => undefined);
  });
}

const DAG_OPTIONS = new Set(["--dag", "--dag-id"]);
const RUN_OPTIONS = new Set(["--resume", "--from-run"]);
const TASK_OPTIONS = new Set(["--task", "--task-id", "--fail"]);

/** The ids that may stand at the cursor; undefined where none may. */
async function completeIds(
  words: readonly string[],
  commands: readonly Command[],
  world: World,
): Promise<readonly string[] | undefined> {
  const before = words.at(-2) ?? "";
  if (RUN_OPTIONS.has(before) || isAtRun(words)) return runIds(world);
  if (TASK_OPTIONS.has(before)) return withBundle(world, (bundle) => taskIds(bundle, words));
  if (DAG_OPTIONS.has(before) || isAtDag(words, commands)) return withBundle(world, dagIds);
  return undefined;
}

function isAtRun(words: readonly string[]): boolean {
  return words.length === 3 && words[0] === "runs" && words[1] === "show";
}

async function runIds(world: World): Promise<readonly string[]> {
  return (await listRuns(runsDirectory(world))).map(({ runId }) => runId);
}

/** Whether the word at the cursor is the `[DAG]` of its command. */
function isAtDag(words: readonly string[], commands: readonly Command[]): boolean {
  const [name, ...rest] = words;
  const takesDag = commands.some(({ command }) => new RegExp(`^${name} [[<]DAG\\b`).test(command));
  return takesDag && rest.length === 1 && !words.at(-1)?.startsWith("-");
}

/** A project that cannot be read completes nothing: TAB is no place for its mistakes. */
async function withBundle(
  world: World,
  list: (bundle: Bundle) => readonly string[],
): Promise<readonly string[]> {
  try {
    return list(await world.openBundle());
  } catch {
    return [];
  }
}

function dagIds({ manifest }: Bundle): readonly string[] {
  return manifest.dags.map(({ dagId }) => dagId);
}

function taskIds(bundle: Bundle, words: readonly string[]): readonly string[] {
  const named = new Set(words);
  const { dags } = bundle.manifest;
  const chosen = dags.filter(({ dagId }) => named.has(dagId));
  const entries = chosen.length > 0 ? chosen : dags;
  return [...new Set(entries.flatMap((entry) => taskIdsOf(bundle, entry)))];
}
