import { type Project, readProject } from "./read-project.ts";
import { environmentName } from "./resolve-config.ts";

/** Settings that only a build reads; a bundle's commands read all others anew. */
const BUILD_SETTINGS = ["dagsDir", "templatesDir", "external", "setup", "bundle"];

/** The project as it is to be built: no other variable of the machine that builds it goes into the bundle. */
export function readBuildProject(
  root: string,
  env: Readonly<Record<string, string | undefined>>,
  flags: Readonly<Record<string, unknown>> = {},
): Promise<Project> {
  const names = BUILD_SETTINGS.map(environmentName);
  return readProject(root, {
    env: Object.fromEntries(names.map((name) => [name, env[name]])),
    flags,
  });
}
