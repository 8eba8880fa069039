// docs/errors.md is written from the codes and from what airgo says of the examples: UPDATE_GOLDEN=1 rewrites it.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { AirgoError } from "airgo";
import { ERROR_CODES, type ErrorCode } from "../src/core/error-codes.ts";
import { isAirgoError } from "../src/core/errors.ts";
import { errorExamples } from "./error-examples.ts";

const PAGE = path.join(import.meta.dirname, "..", "docs", "errors.md");

const INTRODUCTION = `# Error codes

Every mistake that airgo knows has a code, a sentence that names the DAG and the task, and a hint that says what to write
instead. All mistakes of a DAG are told at once, each with the file and line where it was written; \`airgo validate\` shows those
of the whole project. The examples are what airgo says.
`;

/** Which part of the page a code stands in; the compiler misses none. */
const PARTS: { readonly [Code in ErrorCode]: keyof typeof TITLES } = {
  "invalid-name": "dag",
  "reserved-name": "dag",
  "name-too-long": "argo",
  "duplicate-dag": "project",
  "duplicate-task": "dag",
  "missing-option": "dag",
  "unknown-option": "dag",
  "invalid-option": "dag",
  "invalid-schedule": "dag",
  "invalid-timezone": "dag",
  "invalid-date": "dag",
  "invalid-duration": "dag",
  "invalid-quantity": "dag",
  "invalid-parameter": "dag",
  "invalid-label": "dag",
  "argo-expression": "dag",
  "foreign-task": "graph",
  "self-edge": "graph",
  cycle: "graph",
  "unequal-lists": "graph",
  "unknown-output": "graph",
  "invalid-output": "graph",
  "nested-reference": "graph",
  "unresolved-reference": "graph",
  "not-a-list": "graph",
  "invalid-fan-out": "graph",
  "missing-may-be-null": "graph",
  "data-after-failure": "graph",
  "invalid-gate": "graph",
  "invalid-branch": "run",
  "uncalled-factory": "graph",
  "operator-not-repeatable": "graph",
  "unserializable-value": "run",
  "value-too-large": "run",
  "undecodable-value": "run",
  "schema-mismatch": "run",
  "missing-output": "run",
  "missing-input": "run",
  "too-many-tasks": "argo",
  "too-many-inputs": "argo",
  "not-an-ancestor": "argo",
  "manifest-too-large": "argo",
  "invalid-manifest": "argo",
  "invalid-template": "argo",
  "unknown-template": "argo",
  "invalid-config": "project",
  "unknown-dag": "command",
  "unknown-task": "command",
  "broken-dag-file": "project",
  "top-level-await": "project",
  "build-failed": "project",
  "missing-package": "run",
  "broken-bundle": "run",
  "stale-manifest": "run",
  usage: "command",
  "task-failed": "run",
  "run-not-found": "command",
  "cluster-error": "command",
  "cannot-write": "command",
  drift: "command",
  "over-budget": "command",
};

const TITLES = {
  dag: "Options of DAGs and tasks",
  graph: "Edges, outputs and references",
  argo: "What Argo would refuse",
  run: "While a task runs",
  project: "The project and its bundle",
  command: "On the command line",
} as const;

function pageOf(examples: ReadonlyMap<string, string>): string {
  const parts = Object.entries(TITLES).map(([part, title]) => {
    const codes = Object.entries(PARTS).flatMap(([code, its]) => (its === part ? [code] : []));
    return `## ${title}\n\n${codes.map((code) => entryOf(code, examples.get(code))).join("\n")}`;
  });
  return `${INTRODUCTION}\n${parts.join("\n")}`;
}

function entryOf(code: string, example: string | undefined): string {
  const meaning = new Map<string, string>(Object.entries(ERROR_CODES)).get(code);
  const shown = example === undefined ? "" : `\n\`\`\`text\n${example}\n\`\`\`\n`;
  return `### ${code}\n\n${meaning}\n${shown}`;
}

test("docs/errors.md has every code, its meaning, and what airgo says of an example", async () => {
  const page = pageOf(await errorExamples());
  if (process.env.UPDATE_GOLDEN === "1") writeFileSync(PAGE, page);
  assert.equal(readFileSync(PAGE, "utf8"), page);
});

test("every example of the page is refused with the code that it stands for", async () => {
  for (const [code, example] of await errorExamples()) {
    assert.ok(example.startsWith(`error[${code}]: `), `${code}: ${example || "not refused"}`);
    assert.match(example, /\nhint: \S/);
  }
});

test("every code has a place on the page, and its meaning is a sentence", () => {
  assert.deepEqual(Object.keys(PARTS).toSorted(), Object.keys(ERROR_CODES).toSorted());
  for (const [code, meaning] of Object.entries(ERROR_CODES)) {
    assert.match(code, /^[a-z]+(-[a-z]+)*$/);
    assert.match(meaning, /^[A-Z`][^\n]*\.$/);
  }
});

test("an error of several problems is the first one, and has them all", () => {
  const first = { code: "cycle", message: "one", hint: "a", dagId: "etl", taskId: "t" } as const;
  const error = AirgoError.of([first, { code: "usage", message: "two", hint: "b" }]);
  assert.deepEqual([error.code, error.hint, error.message], ["cycle", "a", "one\ntwo"]);
  assert.deepEqual([error.problems.length, error.problems[0]], [2, first]);
  assert.equal(error.location, undefined);
});

test("an error of another copy of airgo is one too", () => {
  assert.ok(isAirgoError({ [Symbol.for("airgo.error")]: true }));
  assert.ok(!isAirgoError(new Error("no")));
  assert.ok(!isAirgoError(null));
});
