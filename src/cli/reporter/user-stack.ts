// Stacks as a person needs them: down to where airgo called the task, and without Node's own frames.

import { type Location, locate } from "../../core/location.ts";

const FRAME = /^\s*at /;
// The functions through which every task's body is called; bundles keep names.
const CALL_OF_BODY =
  /^\s*at (?:async )?(?:HandlerOperator\.\w+|FunctionOperator\.\w+|executeInstance|executeAttempt)\b/;
const NODE = /\(?node:/;

/** The text without the frames that are the same for every task. */
export function withoutForeignFrames(text: string): readonly string[] {
  const kept: string[] = [];
  let isBelow = false;
  for (const line of text.split(/\r\n|[\r\n]/)) {
    isBelow = FRAME.test(line) && (isBelow || CALL_OF_BODY.test(line));
    if (!isBelow && !(FRAME.test(line) && NODE.test(line))) kept.push(line);
    // An error's own fields follow its last frame.
    else if (line.endsWith(" {")) kept.push(`${kept.pop() ?? ""} {`);
  }
  return kept;
}

/** The place of the first frame that is the user's own. */
export function placeOfStack(text: string): Location | undefined {
  const frame = withoutForeignFrames(text).find((line) => FRAME.test(line));
  return frame === undefined ? undefined : locate({ stack: `Error\n${frame}` });
}
