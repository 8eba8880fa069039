import { didYouMean } from "../core/did-you-mean.ts";
import type { Problem } from "../core/errors.ts";
import type { DagSpec, TaskSpec } from "../core/spec.ts";
import type { ArgoKind } from "../validate/check-schema.ts";
import { BUILT_IN_TEMPLATES } from "./built-in-templates.ts";
import { defined } from "./defined.ts";
import { type Fragment, NO_FRAGMENT, parseFragment } from "./fragment.ts";
import type { RenderSettings } from "./render-settings.ts";

const CONTAINERS = "containers/";
const WORKFLOW = "configuration/workflow.yaml";
const CRON_WORKFLOW = "configuration/cron-workflow.yaml";

/** A project's template files over airgo's own, each read once for all DAGs. */
export class TemplateLibrary {
  readonly #settings: RenderSettings;
  readonly #files: Readonly<Record<string, string>>;
  readonly #fragments = new Map<string, Fragment>();

  constructor(settings: RenderSettings) {
    this.#settings = settings;
    this.#files = { ...BUILT_IN_TEMPLATES, ...settings.templates };
  }

  /** The container template that a task names; one that there is not says nothing. */
  container(task: TaskSpec, dag: DagSpec): Fragment {
    return this.#has(task) ? this.#read(fileOf(task), "Template", dag) : NO_FRAGMENT;
  }

  /** What is wrong with the name of a task's container template. */
  checkName(task: TaskSpec, dag: DagSpec): readonly Problem[] {
    return this.#has(task) ? [] : [this.#unknown(task, dag)];
  }

  /** What all WorkflowTemplates have beside what their DAGs say. */
  workflow(dag: DagSpec): Fragment {
    return this.#read(WORKFLOW, "WorkflowTemplate", dag);
  }

  /** What all CronWorkflows have beside what their DAGs say. */
  cronWorkflow(dag: DagSpec): Fragment {
    return this.#read(CRON_WORKFLOW, "CronWorkflow", dag);
  }

  #has(task: TaskSpec): boolean {
    return Object.hasOwn(this.#files, fileOf(task));
  }

  #read(file: string, kind: ArgoKind, { dagId }: DagSpec): Fragment {
    const text = this.#files[file] ?? "";
    // Most files say nothing of the DAG, and are the same for all.
    const key = /<%\s*dagId/.test(text) ? `${file} ${dagId}` : file;
    const known = this.#fragments.get(key);
    if (known !== undefined) return known;
    const { projectName, image, namespace } = this.#settings;
    const template = { file: this.#place(file), text };
    const fragment = parseFragment(template, { projectName, image, namespace, dagId }, kind);
    this.#fragments.set(key, fragment);
    return fragment;
  }

  #place(file: string): string {
    return `${this.#settings.templatesDir}/${file}`;
  }

  #unknown(task: TaskSpec, { dagId }: DagSpec): Problem {
    const { taskId, template, location } = task;
    const names = Object.keys(this.#files)
      .filter((file) => file.startsWith(CONTAINERS) && file.endsWith(".yaml"))
      .map((file) => file.slice(CONTAINERS.length, -".yaml".length));
    return {
      code: "unknown-template",
      message: `DAG "${dagId}": task "${taskId}": there is no template ${this.#place(fileOf(task))}`,
      hint: didYouMean(template, names) || `write the file, or take one of: ${names.join(", ")}`,
      dagId,
      taskId,
      ...defined({ location }),
    };
  }
}

function fileOf({ template }: TaskSpec): string {
  return `${CONTAINERS}${template}.yaml`;
}
