import { readFileSync } from "node:fs";
import path from "node:path";
import type { RenderSettings } from "../../src/render/render-settings.ts";

/** A project as `airgo init` makes it. */
const picturesTemplate = readFileSync(
  path.join(import.meta.dirname, "..", "..", "templates", "containers", "pictures.yaml"),
  "utf8",
);

export const SETTINGS: RenderSettings = {
  projectName: "demo",
  image: "registry.example/demo:1.0",
  namespace: "argo",
  serviceAccountName: "default",
  terminationGracePeriodSeconds: 30,
  structureMismatch: "warn",
  templatesDir: "templates",
  templates: { "containers/pictures.yaml": picturesTemplate },
};
