import type { Bundle } from "../../runtime/bundle.ts";
import type { ProjectConfig } from "../project/project-config.ts";
import type { InspectedProject } from "../render/render-project.ts";
import type { RenderSettings } from "../render/render-settings.ts";
import { loadProject } from "./load-dags.ts";
import { renderSettings } from "./render-settings.ts";

/** A project's manifests, what they were made with, and all that is wrong with DAG files, DAGs and manifests. */
export interface InspectedBundle extends InspectedProject {
  readonly settings: RenderSettings;
}

/** One way for all commands: what `validate` tells is what `render` refuses. */
export async function inspectBundle(
  bundle: Bundle,
  config: ProjectConfig,
): Promise<InspectedBundle> {
  const { inspectProject } = await import("../render/render-project.ts");
  const { inspectDraft } = await import("../render/compile-dag.ts");
  const { dags, problems, drafts } = loadProject(bundle, config.timezone);
  const settings = renderSettings(bundle, config);
  const specs = dags.map(({ spec }) => spec);
  const known = [...problems, ...drafts.flatMap((draft) => inspectDraft(draft, settings))];
  return { ...inspectProject(specs, settings, known), settings };
}
