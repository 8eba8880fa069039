import type { Bundle } from "../../runtime/bundle.ts";
import type { ProjectConfig } from "../project/project-config.ts";
import type { RenderSettings } from "../render/render-settings.ts";

/** What the manifests are made of beside the DAGs; templates are what they were when the bundle was built. */
export function renderSettings({ manifest }: Bundle, config: ProjectConfig): RenderSettings {
  return { ...config, templates: manifest.templates };
}
