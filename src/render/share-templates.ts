import type { Problem } from "../core/errors.ts";
import type { TaskId } from "../core/names.ts";
import type { ArgoTemplate } from "./argo-types.ts";
import { checkPod } from "./check-pod.ts";
import type { DagContext } from "./dag-context.ts";
import { compileRunTemplate, templateKey } from "./run-template.ts";
import type { TemplateLibrary } from "./template-library.ts";

export interface SharedTemplates {
  /** One for each distinct content, in the order of the tasks. */
  readonly templates: readonly ArgoTemplate[];
  readonly names: ReadonlyMap<TaskId, string>;
  readonly problems: readonly Problem[];
}

/** The templates of a DAG's tasks; tasks that differ only in their ids share one. */
export function shareTemplates(context: DagContext, library: TemplateLibrary): SharedTemplates {
  const { spec } = context;
  const nameByKey = new Map<string, string>();
  const templates = new Map<string, ArgoTemplate>();
  const names = new Map<TaskId, string>();
  const problems: Problem[] = [];
  const toldAt = new Set<string>();
  const workflow = library.workflow(spec);
  for (const task of spec.tasks) {
    const key = templateKey(task);
    let name = nameByKey.get(key);
    for (const problem of library.checkName(task, spec)) {
      // A loop places many tasks at one line, and they have one template.
      const place = JSON.stringify([task.template, problem.location ?? task.taskId]);
      if (!toldAt.has(place)) problems.push(problem);
      toldAt.add(place);
    }
    if (name === undefined) {
      const container = library.container(task, spec);
      const files = { container, workflow };
      const compiled = compileRunTemplate(task, context, files);
      name = compiled.template.name;
      nameByKey.set(key, name);
      templates.set(name, compiled.template);
      problems.push(...container.problems, ...compiled.problems);
      problems.push(...checkPod(files, task.outputs.length > 0));
    }
    names.set(task.taskId, name);
  }
  return { templates: [...templates.values()], names, problems };
}
