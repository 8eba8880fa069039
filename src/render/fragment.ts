// What a template file says: a part of an Argo object, checked by itself so that a mistake has the file's line.

import { YAMLException } from "js-yaml";
import type { Problem } from "../core/errors.ts";
import { checkFile } from "../validate/check-file.ts";
import {
  type ArgoKind,
  checkSchema,
  type Mismatch,
  type ValuePath,
} from "../validate/check-schema.ts";
import { hintForEmpty, withoutEmptyKeys } from "../validate/empty-keys.ts";
import { isMap } from "../validate/plain-data.ts";
import { fillTemplate, type TemplateFile, templateProblem } from "./fill-template.ts";
import { locateInYaml, scalarInYaml } from "./locate-in-yaml.ts";
import { nameOf } from "./name-of-path.ts";
import { readYaml } from "./read-yaml.ts";

/** A template file's part of an object. */
export interface Fragment {
  readonly value: object;
  readonly problems: readonly Problem[];
  /** A mistake at `path` of the value; the message continues a sentence that begins with the place's name. */
  problemAt(path: ValuePath, message: string, hint: string): Problem;
}

const FIELDS = "Argo's fields are at https://argo-workflows.readthedocs.io/en/latest/fields/";

export function parseFragment(
  template: TemplateFile,
  values: Readonly<Record<string, string>>,
  kind: ArgoKind,
): Fragment {
  const filled = fillTemplate(template, values);
  if (filled.text === undefined) return fragment(template.file, "", { problems: filled.problems });
  const loaded = load(template.file, filled.text);
  if ("problem" in loaded) return fragment(template.file, "", { problems: [loaded.problem] });
  const value = withoutEmptyKeys(loaded.value, checkSchema(kind, loaded.value));
  const own = fragment(template.file, filled.text, { value });
  const mismatches = checkSchema(kind, value).filter((mismatch) => !isAirgosPart(mismatch));
  const refusals = [
    ...mismatches.map((mismatch) => ({ ...mismatch, hint: hintFor(mismatch, filled.text ?? "") })),
    ...checkFile(kind, value),
  ];
  return {
    ...own,
    problems: refusals.map(({ path, message, hint }) => own.problemAt(path, message, hint)),
  };
}

/** A text that YAML takes for something else is best shown as it was written. */
function hintFor({ path, hint, wantsText, isEmpty }: Mismatch, text: string): string {
  if (hint !== "") return hint;
  if (isEmpty === true) return hintForEmpty(path);
  const written = wantsText === true ? scalarInYaml(text, path) : undefined;
  return written === undefined ? FIELDS : `quote it: ${JSON.stringify(written)}`;
}

/** Says nothing. */
export const NO_FRAGMENT: Fragment = fragment("", "", {});

function fragment(
  file: string,
  text: string,
  { value = {}, problems = [] }: { value?: object; problems?: readonly Problem[] },
): Fragment {
  return {
    value,
    problems,
    problemAt: (path, message, hint) =>
      templateProblem(file, `${nameOf(path, value)} ${message}`, {
        hint,
        place: locateInYaml(text, path),
      }),
  };
}

function load(file: string, text: string): { value: object } | { problem: Problem } {
  try {
    const [value = {}, ...others] = readYaml(text);
    const place = { line: 1, column: 1 };
    if (others.length > 0) {
      const hint = "take out the lines ---";
      return { problem: templateProblem(file, "it has several documents", { hint, place }) };
    }
    if (isMap(value ?? {})) return { value: isMap(value) ? value : {} };
    const hint = "write fields, such as `container:`";
    return { problem: templateProblem(file, "it is no object", { hint, place }) };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { line = 0, column = 0 } = error.mark ?? {};
    const place = { line: line + 1, column: column + 1 };
    const hint = "mend the YAML; a value of airgo's stands alone: image: <% image %>";
    return { problem: templateProblem(file, error.reason, { hint, place }) };
  }
}

/** What is missing at the outside is what airgo itself fills in. */
function isAirgosPart({ keyword, path }: Mismatch): boolean {
  return keyword === "required" && (path.length === 0 || (path.length === 1 && path[0] === "spec"));
}
