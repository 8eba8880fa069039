// The failures of `kubectl` and `argo` in airgo's words, with the command to try. The patterns are what kubectl 1.32 and
// argo 4.0.7 print.

import { AirgoError, isAirgoError } from "../core/errors.ts";
import type { Via } from "./cluster.ts";
import type { CommandResult } from "./executable.ts";

export type FailureKind =
  | "already-exists"
  | "conflict"
  | "not-found"
  /** It may pass: nothing is wrong with what was asked. */
  | "unreachable"
  | "refused";

/** What a call was for. */
export interface CallContext {
  readonly via: Via;
  readonly namespace: string;
  /** Ends the sentence "could not …". */
  readonly purpose: string;
}

/** NAMESPACE and VIA stand for what they say. */
interface Words {
  readonly kind: FailureKind;
  readonly message: string;
  readonly hint: string;
}

interface Rule extends Words {
  readonly pattern: RegExp;
}

/** What a failed call printed, as an error; its cause says of which kind it is. */
export function clusterError(result: CommandResult, context: CallContext): AirgoError {
  const { kind, message, hint } = wordsFor(result);
  const fill = (text: string) =>
    text.replaceAll("NAMESPACE", context.namespace).replaceAll("VIA", context.via);
  const detail = detailOf(result.stderr);
  const lines = [`could not ${context.purpose}: ${fill(message)}`, ...detail];
  return new AirgoError("cluster-error", lines.join("\n"), {
    hint: fill(hint),
    cause: new ClusterFailure(kind, result.stderr),
  });
}

/** What of a failure decides on what to do next. */
class ClusterFailure extends Error {
  readonly kind: FailureKind;

  constructor(kind: FailureKind, stderr: string) {
    super(stderr);
    this.kind = kind;
  }
}

/** Undefined for what is no failure of the cluster. */
export function failureKind(error: unknown): FailureKind | undefined {
  if (!isAirgoError(error)) return undefined;
  return error.cause instanceof ClusterFailure ? error.cause.kind : undefined;
}

function wordsFor({ code, stderr, timedOut }: CommandResult): Words {
  if (timedOut) return NO_ANSWER;
  return RULES.find(({ pattern }) => pattern.test(stderr)) ?? (code === null ? KILLED : UNKNOWN);
}

const TRY = "try: ";

const NO_ANSWER = {
  kind: "unreachable",
  message: "VIA did not answer in time",
  hint: `${TRY}kubectl get --raw /readyz`,
} as const;

const KILLED = { ...NO_ANSWER, message: "VIA was killed" } as const;

const UNKNOWN = { kind: "refused", message: "VIA failed", hint: `${TRY}VIA version` } as const;

/** The first that matches holds: what is particular comes before what is general. */
const RULES: readonly Rule[] = [
  {
    kind: "refused",
    pattern: /localhost:8080|no configuration has been provided|current-context is not set/,
    message: "VIA knows no cluster",
    hint: `set KUBECONFIG, or choose a context: kubectl config use-context NAME`,
  },
  {
    kind: "refused",
    pattern: /context was not found|context "[^"]*" does not exist/,
    message: "the context that VIA is to use does not exist",
    hint: `${TRY}kubectl config get-contexts`,
  },
  {
    kind: "refused",
    pattern: /Unauthorized|must be logged in|getting credentials: /,
    message: "the cluster does not know you",
    hint: `log in again, then try: kubectl auth whoami`,
  },
  {
    kind: "refused",
    pattern: /\(Forbidden\)|is forbidden: |code = PermissionDenied/,
    message: "you have no right to do it",
    hint: `${TRY}kubectl auth can-i --list --namespace NAMESPACE`,
  },
  {
    kind: "refused",
    pattern: /namespaces "[^"]*" not found/,
    message: 'there is no namespace "NAMESPACE"',
    hint: `create it, or set another one: kubectl create namespace NAMESPACE, or "namespace" in package.json's "airgo"`,
  },
  {
    kind: "refused",
    pattern: /doesn't have a resource type|no matches for kind|could not find the requested/,
    message: "Argo Workflows is not installed in this cluster",
    hint: `${TRY}kubectl get crd workflows.argoproj.io`,
  },
  {
    kind: "refused",
    pattern: /x509: |certificate signed by unknown authority/,
    message: "the cluster's certificate is not trusted",
    hint: `${TRY}kubectl config view --minify`,
  },
  {
    kind: "already-exists",
    pattern: /\(AlreadyExists\)|code = AlreadyExists/,
    message: "it exists already",
    hint: "try: airgo runs --cluster",
  },
  {
    kind: "conflict",
    pattern: /\(Conflict\)/,
    message: "it was changed in the meantime",
    hint: "give the command again",
  },
  {
    kind: "refused",
    pattern: /cannot shutdown a completed workflow/,
    message: "it has ended already",
    hint: "airgo runs --cluster tells how",
  },
  {
    kind: "refused",
    pattern: /To retry a succeeded workflow|Cannot retry a workflow in phase/,
    message: "only a run that has failed can be retried",
    hint: "run its DAG again: airgo submit --dag-id DAG --date DATE",
  },
  {
    kind: "not-found",
    pattern: /\(NotFound\)|code = NotFound|Workflow '[^']*' not found/,
    message: "it is not there",
    hint: "try: airgo runs --cluster",
  },
  {
    kind: "unreachable",
    pattern:
      /was refused|connection refused|connection reset|i\/o timeout|[Tt]imeout|no such host|deadline exceeded|no route to host|network is unreachable|connection lost|EOF\b|etcdserver|currently unable|code = Unavailable|\((?:ServiceUnavailable|InternalError|TooManyRequests)\)/,
    message: "the cluster cannot be reached",
    hint: `${TRY}kubectl get --raw /readyz`,
  },
];

// klog's and argo's own log lines repeat what the last lines say.
const NOISE = /^(?:[EWIF]\d{4} |time=|$)/;
const MOST_LINES = 5;

function detailOf(stderr: string): string[] {
  const lines = stderr.split("\n").map((line) => line.trimEnd());
  const telling = lines.filter((line) => !NOISE.test(line));
  return (telling.length > 0 ? telling : lines.filter(Boolean)).slice(-MOST_LINES);
}
