// A project's name begins the name of every object in the cluster, and is the name of an npm package.

import { AirgoError } from "../core/errors.ts";
import { isDagId } from "../core/names.ts";

/** The DAG that a new project has. */
const FIRST_DAG = "hello-world";
// What Argo leaves of a CronWorkflow's name: see src/validate/validate-dag.ts.
const MAX_OBJECT_NAME = 49;
const LONGEST = MAX_OBJECT_NAME - 1 - FIRST_DAG.length;

const RULE =
  `use lower-case letters, digits and inner hyphens, beginning with a letter, at most ${LONGEST} characters: ` +
  `with "-${FIRST_DAG}" it is the name of an object, of which Argo leaves ${MAX_OBJECT_NAME}`;

/** @throws AirgoError "usage" with the rule */
export function parseProjectName(text: string): string {
  if (isDagId(text) && text.length <= LONGEST && text !== "airgo") return text;
  const what = `${JSON.stringify(text)} cannot be a project's name`;
  throw new AirgoError("usage", text === "airgo" ? `${what}: the library has it` : what, {
    hint: text === "airgo" ? 'choose another, for example "my-dags"' : RULE,
  });
}

/** A name for the project in `folder`, or undefined where the folder's own name does not make one. */
export function suggestProjectName(folderName: string): string | undefined {
  const near = folderName
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, LONGEST)
    .replace(/-+$/, "");
  return near === "" || near === "airgo" ? undefined : near;
}
