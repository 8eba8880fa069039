// What Kubernetes takes as labels, annotations and environment variables.

import type { ValueComplaint } from "./check-value.ts";

export type EntryCheck = (key: string, value: string) => ValueComplaint | undefined;

const NAME = /^[A-Za-z0-9](?:[-_.A-Za-z0-9]{0,61}[A-Za-z0-9])?$/;
const DNS_SUBDOMAIN =
  /^(?=.{1,253}$)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const LABEL_VALUE = /^(?:[A-Za-z0-9](?:[-_.A-Za-z0-9]{0,61}[A-Za-z0-9])?)?$/;
const ENV_NAME = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/;

const OWN_VARIABLES: ReadonlySet<string> = new Set([
  "DAG_ID",
  "TASK_ID",
  "CREATION_TIMESTAMP",
  "CREATION_TIMESTAMP_OVERRIDE",
  "SCHEDULED_TIME",
]);

export const checkLabel: EntryCheck = (key, value) => {
  if (!isKey(key)) return badKey("a label", key);
  if (LABEL_VALUE.test(value) || value.includes("{{")) return undefined;
  return {
    code: "invalid-label",
    what: `the value of "${key}" is ${JSON.stringify(value)}`,
    hint: "use at most 63 letters, digits, -, _ and ., beginning and ending with a letter or digit",
  };
};

export const checkAnnotation: EntryCheck = (key) =>
  // Kubernetes takes the domain of an annotation in any case of letters.
  isKey(key.toLowerCase()) ? undefined : badKey("an annotation", key);

/** Also refuses what would hide one of airgo's or Argo's own variables. */
export const checkParameter: EntryCheck = (key, value) => {
  if (!ENV_NAME.test(key)) {
    return {
      code: "invalid-parameter",
      what: `${JSON.stringify(key)} cannot be an environment variable`,
      hint: "use letters, digits, _, - and ., not beginning with a digit",
    };
  }
  if (OWN_VARIABLES.has(key) || /^(?:AIRGO_(?!LOG_LEVEL$)|ARGO_)/.test(key)) {
    return {
      code: "invalid-parameter",
      what: `"${key}" would hide a variable that airgo or Argo gives every task`,
      hint: `choose another name, for example "MY_${key}"`,
    };
  }
  if (!value.includes("\0")) return undefined;
  return {
    code: "invalid-parameter",
    what: `the value of "${key}" holds a NUL, at which environment variables end`,
    hint: "take it out, or encode the value as base64",
  };
};

/** Refuses text that Argo would substitute. */
export function checkBraces(name: string, text: string): ValueComplaint | undefined {
  if (!text.includes("{{")) return undefined;
  return {
    code: "argo-expression",
    what: `${name} holds "{{", which Argo would substitute`,
    hint: "take the braces out, or say argoExpressions: true if Argo is meant to",
  };
}

/** The first complaint of several checks; `argoExpressions` leaves out the one about braces. */
export function entryCheck(check: EntryCheck, argoExpressions: boolean): EntryCheck {
  return (key, value) =>
    check(key, value) ??
    (argoExpressions ? undefined : checkBraces(`the value of "${key}"`, value));
}

/** A name, with an optional domain and a slash before it (apimachinery: IsQualifiedName). */
function isKey(key: string): boolean {
  const slash = key.indexOf("/");
  if (slash < 0) return NAME.test(key);
  return DNS_SUBDOMAIN.test(key.slice(0, slash)) && NAME.test(key.slice(slash + 1));
}

function badKey(kind: string, key: string): ValueComplaint {
  return {
    code: "invalid-label",
    what: `${JSON.stringify(key)} is not a valid name of ${kind}`,
    hint: "use letters, digits, -, _ and ., at most 63, after an optional domain and a slash",
  };
}
