// References: each a whole argument, to an output that its task declares.

import { REFERENCE, TASK_RECORD } from "./brands.ts";
import { isPlainObject } from "./check-value.ts";
import { artifactProperties, overOf, RETURN_VALUE } from "./declared-outputs.ts";
import { didYouMean } from "./did-you-mean.ts";
import { isReference, type ReferenceRecord } from "./output-ref.ts";
import type { Problems } from "./problems.ts";
import type { OverRecord, TaskRecord } from "./task.ts";

// Argo's parameter is `in-<name>`, and expressions read it: letters, digits and underscores only.
const INPUT_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,99}$/;

/** Every reference of the task points at something that can be taken. */
export function checkReferences(record: TaskRecord, problems: Problems): void {
  const { taskId, site } = record;
  for (const name in record.args) {
    const value = record.args[name];
    if (!isReference(value)) checkNested(record, name, problems);
    else if (!INPUT_NAME.test(name)) {
      problems.add("invalid-name", `task "${taskId}": argument "${name}" takes a reference`, {
        hint: "name it with letters, digits and underscores, not beginning with a digit",
        site,
        taskId,
      });
    } else checkOutput(record, `argument "${name}"`, { reference: value[REFERENCE], problems });
  }
  if (record.over !== undefined) checkOver(record, record.over, problems);
}

function checkOver(record: TaskRecord, { argument, twice }: OverRecord, problems: Problems): void {
  const { taskId, site, kind } = record;
  const reference = overOf(record);
  if (reference === undefined) {
    const write =
      argument === undefined
        ? 'over: upstream.output("name")'
        : `expand({ ${argument}: upstream() })`;
    problems.add("not-a-list", `task "${taskId}" runs over something that no upstream puts out`, {
      hint: `give a reference, ${write}; a list known beforehand is a loop in TypeScript`,
      site,
      taskId,
    });
  } else checkOutput(record, "the list it runs over", { reference, problems });
  if (twice !== undefined) {
    problems.add("invalid-fan-out", `task "${taskId}" runs over two lists: ${twice}`, {
      hint: "keep one of them",
      site,
      taskId,
    });
  }
  if (kind !== "task") {
    problems.add("invalid-fan-out", `task "${taskId}" is a ${kind} and cannot be mapped`, {
      hint: "let a task of its own decide, above or below the fan-out",
      site,
      taskId,
    });
  }
}

function checkOutput(
  record: TaskRecord,
  what: string,
  { reference, problems }: { readonly reference: ReferenceRecord; readonly problems: Problems },
): void {
  const { task, output } = reference;
  if (output === RETURN_VALUE) return;
  const declared = artifactProperties(task);
  if (declared.includes(output)) return;
  const there = task[TASK_RECORD];
  const member = output in task;
  problems.add(
    "unknown-output",
    `task "${record.taskId}": ${what} is the output "${output}" of task "${there.taskId}", which ` +
      (member ? "is a member without @artifactProperty()" : `${there.operator} does not have`),
    {
      hint: member
        ? `write @artifactProperty() above "${output}" in ${there.operator}`
        : didYouMean(output, declared) ||
          `it puts out ${[...declared, RETURN_VALUE].map((name) => `"${name}"`).join(", ")}`,
      site: record.site,
      taskId: record.taskId,
    },
  );
}

/** A reference inside a literal would reach the task as it is: airgo only sees whole arguments. */
function checkNested(record: TaskRecord, name: string, problems: Problems): void {
  const literal = record.args[name];
  if (typeof literal !== "object") return;
  const left: unknown[] = [literal];
  const seen = new Set<unknown>();
  for (const value of left) {
    if (seen.has(value) || (!Array.isArray(value) && !isPlainObject(value))) continue;
    seen.add(value);
    const inner: unknown[] = Object.values(value);
    if (inner.some(isReference)) {
      problems.add(
        "nested-reference",
        `task "${record.taskId}": argument "${name}" holds a reference inside a list or an object`,
        {
          hint: "give each reference as an argument of its own",
          site: record.site,
          taskId: record.taskId,
        },
      );
      return;
    }
    left.push(...inner);
  }
}
