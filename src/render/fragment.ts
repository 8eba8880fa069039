// What a template file says: a part of an Argo object, checked by itself so that a mistake has the file's line.

import {
  boolYaml11Tag,
  FAILSAFE_SCHEMA,
  floatYaml11Tag,
  intYaml11Tag,
  loadAll,
  mergeTag,
  nullYaml11Tag,
  YAMLException,
} from "js-yaml";
import type { Problem } from "../core/errors.ts";
import {
  type ArgoKind,
  checkSchema,
  type Mismatch,
  type ValuePath,
} from "../validate/check-schema.ts";
import { fillTemplate, type TemplateFile, templateProblem } from "./fill-template.ts";
import { locateInYaml } from "./locate-in-yaml.ts";
import { isMap } from "./merge.ts";

/** A template file's part of an object. */
export interface Fragment {
  readonly value: object;
  readonly problems: readonly Problem[];
  /** A mistake at `path` of the value. */
  problemAt(path: ValuePath, message: string, hint: string): Problem;
}

// Read as the API server reads it: by YAML 1.1, so that `defaultMode: 0755` is octal and `yes` a boolean; but without dates.
const YAML_SCHEMA = FAILSAFE_SCHEMA.withTags(
  nullYaml11Tag,
  boolYaml11Tag,
  intYaml11Tag,
  floatYaml11Tag,
  mergeTag,
);

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
  const own = fragment(template.file, filled.text, { value: loaded.value });
  const problems = checkSchema(kind, loaded.value)
    .filter((mismatch) => !isAirgosPart(mismatch))
    .map(({ path, message, hint }) =>
      own.problemAt(path, `${nameOf(path)} ${message}`, hint || FIELDS),
    );
  return { ...own, problems };
}

/** Says nothing. */
export const NO_FRAGMENT: Fragment = fragment("", "", {});

/** A path for people: `container.env[0].name`. */
export function nameOf(path: ValuePath): string {
  const text = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`)).join("");
  return text === "" ? "the file" : text.replace(/^\./, "");
}

function fragment(
  file: string,
  text: string,
  { value = {}, problems = [] }: { value?: object; problems?: readonly Problem[] },
): Fragment {
  return {
    value,
    problems,
    problemAt: (path, message, hint) =>
      templateProblem(file, message, { hint, place: locateInYaml(text, path) }),
  };
}

function load(file: string, text: string): { value: object } | { problem: Problem } {
  try {
    const [value = {}, ...others] = loadAll(text, { schema: YAML_SCHEMA });
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
