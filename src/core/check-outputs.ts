import { TASK_RECORD } from "./brands.ts";
import { artifactProperties, RETURN_VALUE } from "./declared-outputs.ts";
import type { Problems } from "./problems.ts";
import type { OutputDeclaration } from "./spec.ts";
import type { Task } from "./task.ts";

// Argo's name of the parameter and the name of a file in the pod; a hyphen would end it in the name of a gate's way.
const OUTPUT_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/;

/** The names of artifact properties are names that Argo takes, and not those of airgo's own outputs. */
export function checkOutputs(
  task: Task,
  declared: readonly OutputDeclaration[],
  problems: Problems,
): void {
  const properties = artifactProperties(task);
  if (properties.length === 0) return;
  const { taskId, operator, site } = task[TASK_RECORD];
  const refuse = (name: string, message: string, hint: string): void =>
    problems.add(
      "invalid-output",
      `task "${taskId}": the artifact property ${JSON.stringify(name)} of ${operator} ${message}`,
      { hint, site, taskId },
    );
  const own = new Set(declared.flatMap((it) => (it.kind === "value" ? [] : [it.parameter])));
  for (const name of properties) {
    if (!OUTPUT_NAME.test(name)) {
      const hint =
        "name it with at most 63 letters, digits and underscores, not beginning with a digit";
      refuse(name, "has a name that Argo does not take", hint);
    } else if (name === RETURN_VALUE || own.has(name)) {
      refuse(name, "has the name of an output of airgo's own", "give it another name");
    }
  }
}
