import { didYouMean } from "../../src/core/did-you-mean.ts";
import { AirgoError } from "../../src/core/errors.ts";

/** The error for a task id that a DAG does not have. */
export function unknownTask(dagId: string, taskId: string, known: Iterable<string>): AirgoError {
  const ids = [...known];
  const has = `It has ${ids.map((id) => `"${id}"`).join(", ")}`;
  return new AirgoError("unknown-task", `DAG "${dagId}" has no task "${taskId}"`, {
    hint: `${didYouMean(taskId, ids)} ${has}`.trim(),
    dagId,
  });
}
