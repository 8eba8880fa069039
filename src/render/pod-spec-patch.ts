// podSpecPatch is a text that Argo lays over the finished pod (workflow/util/util.go: ApplyPodSpecPatch).

import { YAMLException } from "js-yaml";
import { isMap } from "../validate/plain-data.ts";
import { readYaml } from "./read-yaml.ts";

/** JSON or YAML; JSON may be indented by tabs, which YAML refuses. */
export function readPodSpecPatch(
  text: string,
): { readonly value: Readonly<Record<string, unknown>> } | { readonly wrong: string } {
  try {
    const value = jsonOf(text) ?? readYaml(text)[0];
    return isMap(value) ? { value } : { wrong: "it is no object" };
  } catch (error) {
    if (error instanceof YAMLException) return { wrong: error.reason };
    throw error;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What is read of a patch that only a run fills: a number may stand in a text, and by itself. */
export function filledPatch(text: string): string {
  return text.replaceAll(/\{\{[\s\S]*?\}\}/g, "0");
}

const UNKNOWN_ACCOUNT = /\bserviceAccountName["']?\s*:\s*["']?[^\s"',}]*\{\{/;

/** The account that a patch gives the pod; undefined where it gives none, or one that only a run knows. */
export function accountOfPatch(text: string | undefined): string | undefined {
  if (text === undefined || text === "" || UNKNOWN_ACCOUNT.test(text)) return undefined;
  const patch = readPodSpecPatch(filledPatch(text));
  const name = "value" in patch ? patch.value.serviceAccountName : undefined;
  return typeof name === "string" ? name : undefined;
}
