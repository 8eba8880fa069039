import type { RenderSettings } from "../../src/render/render-settings.ts";

/** A project as `airgo init` makes it. */
export const SETTINGS: RenderSettings = {
  projectName: "demo",
  image: "registry.example/demo:1.0",
  namespace: "argo",
  serviceAccountName: "default",
  terminationGracePeriodSeconds: 30,
  structureMismatch: "warn",
  templatesDir: "templates",
  templates: {},
};
