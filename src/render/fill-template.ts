// Mustache with tags of its own: with mustache's braces, every expression of Argo's would be rendered to nothing.

import Mustache from "mustache";
import { didYouMean } from "../core/did-you-mean.ts";
import type { Problem } from "../core/errors.ts";
import { placeOf, type TextPlace } from "./locate-in-yaml.ts";

/** A template file of the project, or airgo's own in its place. */
export interface TemplateFile {
  /** Path in the project. */
  readonly file: string;
  readonly text: string;
}

export interface FilledTemplate {
  /** Undefined where there are problems. Its lines are the template's lines. */
  readonly text: string | undefined;
  readonly problems: readonly Problem[];
}

type TemplateValues = Readonly<Record<string, string>>;

const TAGS: [string, string] = ["<%", "%>"];

/** The template with its `<% name %>` tags replaced by the values as JSON texts, which YAML reads as what they are. */
export function fillTemplate(template: TemplateFile, values: TemplateValues): FilledTemplate {
  const problems = checkTags(template, values);
  if (problems.length > 0) return { text: undefined, problems };
  const options = { tags: TAGS, escape: (value: unknown) => JSON.stringify(value) };
  return { text: Mustache.render(template.text, values, {}, options), problems };
}

/** One mistake in a template file. */
export function templateProblem(
  file: string,
  message: string,
  { hint, place }: { readonly hint: string; readonly place: TextPlace },
): Problem {
  return {
    code: "invalid-template",
    message: `${file}:${place.line}: ${message}`,
    hint,
    location: { file, ...place },
  };
}

function checkTags(template: TemplateFile, values: TemplateValues): Problem[] {
  try {
    return Mustache.parse(template.text, TAGS).flatMap(([type, name, start]) => {
      const wrong = checkTag(type, name, values);
      if (wrong === undefined) return [];
      const place = placeOf(template.text, start);
      return [templateProblem(template.file, wrong.message, { hint: wrong.hint, place })];
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const place = placeOf(template.text, template.text.lastIndexOf("<%"));
    const hint = "close it: <% image %>";
    return [templateProblem(template.file, message.replace(/ at \d+$/, ""), { hint, place })];
  }
}

function checkTag(type: string, name: string, values: TemplateValues) {
  if (type === "text") return undefined;
  const known = `the values are ${Object.keys(values).join(", ")}`;
  if (type !== "name") {
    return { message: `<%${type} ${name} %> is not a value`, hint: `write <% name %>; ${known}` };
  }
  if (Object.hasOwn(values, name)) return undefined;
  const near = didYouMean(name, Object.keys(values));
  return {
    message: `there is no value "${name}"`,
    hint: near === "" ? known : `${near} (${known})`,
  };
}
