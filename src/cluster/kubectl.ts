import { API_VERSION, type Workflow } from "../render/argo-types.ts";
import type { Cluster, ClusterRun, Creation, LogRequest } from "./cluster.ts";
import { clusterError, failureKind } from "./cluster-failure.ts";
import type { CommandResult, Executable } from "./executable.ts";
import { parseClusterRun } from "./parse-workflow.ts";
import { SCHEDULED_TIME } from "./run-labels.ts";

const WORKFLOWS = "workflows.argoproj.io";

/** The cluster through `kubectl`. */
export class Kubectl implements Cluster {
  readonly via = "kubectl";
  readonly namespace: string;
  readonly #executable: Executable;

  constructor(executable: Executable, namespace: string) {
    this.#executable = executable;
    this.namespace = namespace;
  }

  readTemplate(name: string): Promise<unknown> {
    return this.#get("workflowtemplates.argoproj.io", name);
  }

  read(name: string): Promise<unknown> {
    return this.#get(WORKFLOWS, name);
  }

  async list(selector: readonly string[]): Promise<readonly ClusterRun[]> {
    const args = ["get", WORKFLOWS, "--selector", selector.join(","), "--output", RUN_COLUMNS];
    return parseRows(await this.#call("list the runs", args));
  }

  async create(workflows: readonly Workflow[]): Promise<Creation> {
    const list = { apiVersion: "v1", kind: "List", items: workflows };
    const args = ["create", "--output", "name", "--filename", "-"];
    const result = await this.#run(args, JSON.stringify(list));
    const created = namesIn(result.stdout);
    if (result.code === 0) return { created, existed: [] };
    // It goes on after one that exists or fails, and says so of each.
    const lines = result.stderr.split("\n");
    const existed = lines.flatMap((line) => ALREADY_EXISTS.exec(line)?.[1] ?? []);
    const there = new Set([...created, ...existed]);
    if (workflows.every(({ metadata }) => there.has(metadata?.name ?? ""))) {
      return { created, existed };
    }
    const stderr = lines.filter((line) => !ALREADY_EXISTS.test(line)).join("\n");
    throw this.#error("create a run", { ...result, stderr });
  }

  async delete({ name, uid }: Pick<ClusterRun, "name" | "uid">): Promise<boolean> {
    const path = `/apis/${API_VERSION}/namespaces/${this.namespace}/workflows/${name}`;
    // The one way in which kubectl asks for the very object that was seen.
    const options = { kind: "DeleteOptions", apiVersion: "v1", preconditions: { uid } };
    const args = ["delete", "--raw", path, "--filename", "-"];
    try {
      await this.#call(`delete the run ${name}`, args, JSON.stringify(options));
      return true;
    } catch (error) {
      const kind = failureKind(error);
      if (kind === "conflict" || kind === "not-found") return false;
      throw error;
    }
  }

  async remainsOf(name: string): Promise<readonly string[]> {
    const selector = `workflows.argoproj.io/workflow=${name}`;
    const kinds = "pods,workflowtaskresults.argoproj.io";
    const args = ["get", kinds, "--selector", selector, "--output", "name"];
    return (await this.#call(`see what is left of ${name}`, args)).split("\n").filter(Boolean);
  }

  logs({ pod, signal }: LogRequest): AsyncIterable<string> {
    const where = ["--namespace", this.namespace, "--container", "main"];
    return this.#executable.lines(["logs", "--follow", ...where, "--", pod], signal);
  }

  async #get(resource: string, name: string): Promise<unknown> {
    const args = ["get", resource, name, "--ignore-not-found", "--output", "json"];
    const text = await this.#call(`read ${name}`, args);
    return text.trim() === "" ? undefined : JSON.parse(text);
  }

  async #call(purpose: string, args: readonly string[], input?: string): Promise<string> {
    const result = await this.#run(args, input);
    if (result.code === 0) return result.stdout;
    throw this.#error(purpose, result);
  }

  #run(args: readonly string[], input?: string): Promise<CommandResult> {
    const [verb = "", ...rest] = args;
    return this.#executable.run([verb, "--namespace", this.namespace, ...rest], input);
  }

  #error(purpose: string, result: CommandResult): Error {
    const { via, namespace } = this;
    return clusterError(result, { via, namespace, purpose });
  }
}

const ALREADY_EXISTS = /\(AlreadyExists\).* "([^"]+)" already exists$/;

function namesIn(stdout: string): string[] {
  return [...stdout.matchAll(/^workflow\.argoproj\.io\/(\S+)/gm)].map(([, name = ""]) => name);
}

// A whole Workflow carries its template and all its nodes; of a thousand runs only this much is printed. The separators
// are control characters that no text of a run holds.
const COLUMNS = [
  "metadata.name",
  "metadata.uid",
  "metadata.creationTimestamp",
  "metadata.labels",
  `metadata.annotations.${SCHEDULED_TIME.replaceAll(".", "\\.")}`,
  'spec.arguments.parameters[?(@.name=="creationTimestampOverride")].value',
  "status.phase",
  "status.startedAt",
  "status.finishedAt",
  "status.message",
];
const [UNIT, RECORD] = ["\u001f", "\u001e"];
const ROW = COLUMNS.map((column) => `{.${column}}`).join(`{"${UNIT}"}`);
const RUN_COLUMNS = `jsonpath={range .items[*]}${ROW}{"${RECORD}"}{end}`;

function parseRows(text: string): ClusterRun[] {
  return text
    .split(RECORD)
    .slice(0, -1)
    .map((row) => parseRow(row.split(UNIT)));
}

function parseRow(cells: readonly string[]): ClusterRun {
  const [name, uid, creationTimestamp, labels = "", scheduled, override, ...status] = cells;
  const [phase, startedAt, finishedAt, message] = status;
  const annotations = { [SCHEDULED_TIME]: scheduled };
  const parameters = [{ name: "creationTimestampOverride", value: override }];
  return parseClusterRun({
    metadata: { name, uid, creationTimestamp, labels: parseLabels(labels), annotations },
    spec: { arguments: { parameters } },
    status: { phase, startedAt, finishedAt, message },
  });
}

function parseLabels(text: string): unknown {
  return text === "" ? {} : JSON.parse(text);
}
