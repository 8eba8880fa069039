import type { Message } from "esbuild";
import { AirgoError, type Problem, toProblem } from "../core/errors.ts";

/** What esbuild could not bundle, in airgo's form; anything else is thrown as it is. */
export function asBuildError(error: unknown): unknown {
  if (!isBuildFailure(error)) return error;
  const [first, ...rest] = error.errors.map(toBuildProblem);
  return first === undefined ? error : AirgoError.of([first, ...rest]);
}

function toBuildProblem({ text, location, notes }: Message): Problem {
  const isAwait = text.startsWith("Top-level await");
  const place = location && {
    file: location.file,
    line: location.line,
    column: location.column + 1, // esbuild counts columns from 0
  };
  return toProblem(
    isAwait ? "top-level-await" : "build-failed",
    isAwait ? `${place?.file ?? "a module"} uses await at its top level` : text,
    {
      hint: isAwait ? awaitHint(place?.file) : (hintFor(text) ?? notes[0]?.text ?? "mend the file"),
      location: place ?? undefined,
    },
  );
}

// The innermost folder of packages: what a package brings of its own is told apart from it.
const PACKAGE = /^.*(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//;

function awaitHint(file = ""): string {
  const [, name] = PACKAGE.exec(file) ?? [];
  if (name === undefined) return AWAIT_HINT;
  return (
    `it cannot be in the bundle: name it, or the package that needs it, in "airgo": { "external": ["${name}"] }, ` +
    `and import that inside the task: await import("${name}")`
  );
}

const AWAIT_HINT =
  "move the await into execute() or a task's handler: a DAG file only declares, and is loaded whenever its DAG is";

function hintFor(text: string): string | undefined {
  const [, name] = /^Could not resolve "([^"]+)"/.exec(text) ?? [];
  if (name !== undefined) {
    return /^[./]/.test(name)
      ? "check the path of the import"
      : `npm install ${name}, or name it in "airgo": { "external": […] } where the image provides it`;
  }
  if (/No loader is configured for "\.node"/.test(text)) {
    return 'name the package in "airgo": { "external": […] }: compiled code cannot be in the bundle';
  }
  return undefined;
}

function isBuildFailure(error: unknown): error is { readonly errors: readonly Message[] } {
  return error instanceof Error && "errors" in error && Array.isArray(error.errors);
}
