import { AirgoError } from "../core/errors.ts";
import type { Workflow } from "../render/argo-types.ts";
import type { Cluster, ClusterRun, Creation, LogRequest } from "./cluster.ts";
import { clusterError, failureKind } from "./cluster-failure.ts";
import type { CommandResult, Executable } from "./executable.ts";
import { listOf, parseClusterRun } from "./parse-workflow.ts";

/** The cluster through `argo`, with or without an Argo Server. */
export class Argo implements Cluster {
  readonly via = "argo";
  readonly namespace: string;
  readonly #executable: Executable;

  constructor(executable: Executable, namespace: string) {
    this.#executable = executable;
    this.namespace = namespace;
  }

  readTemplate(name: string): Promise<unknown> {
    return this.#get(["template", "get"], name);
  }

  read(name: string): Promise<unknown> {
    return this.#get(["get"], name);
  }

  async list(selector: readonly string[]): Promise<readonly ClusterRun[]> {
    const args = ["list", "--selector", selector.join(","), "--output", "json"];
    const runs: unknown = JSON.parse((await this.#call("list the runs", args)) || "[]");
    return listOf(runs).map(parseClusterRun);
  }

  async create(workflows: readonly Workflow[]): Promise<Creation> {
    const created: string[] = [];
    const existed: string[] = [];
    // One at a time: of several, it leaves out all that come after one that exists.
    for (const workflow of workflows) {
      const args = ["submit", "--output", "name", "-"];
      const result = await this.#run(args, JSON.stringify(workflow));
      const { name } = workflow.metadata ?? {};
      if (result.code === 0) created.push(result.stdout.trim());
      else if (ALREADY_EXISTS.test(result.stderr) && name !== undefined) existed.push(name);
      else throw this.#error("create a run", result);
    }
    return { created, existed };
  }

  /** `argo delete` takes no uid, so the run is looked at right before. */
  async delete({ name, uid }: Pick<ClusterRun, "name" | "uid">): Promise<boolean> {
    const present = await this.read(name);
    if (present === undefined || parseClusterRun(present).uid !== uid) return false;
    await this.#call(`delete the run ${name}`, ["delete", name]);
    return true;
  }

  /** argo knows no pods. */
  async remainsOf(name: string): Promise<never> {
    const message = `argo cannot tell when run ${name} could be deleted and done again under its name`;
    throw new AirgoError("cluster-error", message, {
      hint: `give --via kubectl, or do again what failed in it: airgo retry ${name}`,
    });
  }

  /** Asks the tasks that run to end, and starts no more. */
  async stop(name: string): Promise<void> {
    await this.#call(`stop the run ${name}`, ["stop", name]);
  }

  /** Runs again what failed in a run, and what is below it. */
  async retry(name: string): Promise<void> {
    await this.#call(`retry the run ${name}`, ["retry", "--output", "name", name]);
  }

  async *logs({ workflow, pod, signal }: LogRequest): AsyncGenerator<string, void> {
    const args = ["logs", "--namespace", this.namespace, "--follow", "--no-color", workflow, pod];
    const prefix = `${pod}: `;
    for await (const line of this.#executable.lines(args, signal)) {
      yield line.startsWith(prefix) ? line.slice(prefix.length) : line;
    }
  }

  async #get(command: readonly string[], name: string): Promise<unknown> {
    try {
      return JSON.parse(await this.#call(`read ${name}`, [...command, name, "--output", "json"]));
    } catch (error) {
      if (failureKind(error) === "not-found") return undefined;
      throw error;
    }
  }

  async #call(purpose: string, args: readonly string[], input?: string): Promise<string> {
    const result = await this.#run(args, input);
    if (result.code === 0) return result.stdout;
    throw this.#error(purpose, result);
  }

  #run(args: readonly string[], input?: string): Promise<CommandResult> {
    return this.#executable.run([...args, "--namespace", this.namespace], input);
  }

  #error(purpose: string, result: CommandResult): Error {
    const { via, namespace } = this;
    return clusterError(result, { via, namespace, purpose });
  }
}

const ALREADY_EXISTS = /code = AlreadyExists/;
