// The bundle of the project on this machine: built where it is stale, and run in this very process, so that arguments,
// signals and exit codes are its own.

import path from "node:path";
import type { Bundle } from "../../runtime/bundle.ts";
import { AirgoError } from "../core/errors.ts";
import type { AirgoPackage } from "../project/airgo-package.ts";
import { freshBundle } from "../project/fresh-bundle.ts";
import { loadPackedFile } from "../project/load-packed-file.ts";
import { readBuildProject } from "../project/read-build-project.ts";
import type { Project } from "../project/read-project.ts";

/** Where the project is, if anywhere. */
export interface ProjectPlace {
  readonly airgo: AirgoPackage;
  readonly root: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface ProjectBundle {
  readonly exists: boolean;
  /** Whether the bundle is there now; why it is not is told by whatever opens it. */
  isReady(): Promise<boolean>;
  /** The project's settings. @throws AirgoError "invalid-config" */
  read(): Promise<Project>;
  /** The bundle. @throws AirgoError also where it cannot be built */
  open(): Promise<Bundle>;
  /** The bundle as it was built last. */
  openLast(): Promise<Bundle>;
  /** Runs a command of the bundle's; resolves to its exit code. @throws AirgoError as `open` */
  run(argv: readonly string[]): Promise<number>;
}

export function createProjectBundle({ airgo, root, env }: ProjectPlace): ProjectBundle {
  const read = async (): Promise<Project> => {
    if (root === undefined) throw noProject();
    return readBuildProject(root, env);
  };
  let built: Promise<string> | undefined;
  const fresh = () => {
    built ??= read().then((project) => freshBundle(project, airgo));
    return built;
  };
  return {
    exists: root !== undefined,
    read,
    isReady: () => fresh().then(Boolean, () => false),
    open: async () => loadPackedFile(await fresh()).bundle,
    openLast: async () => {
      const project = await read();
      return loadPackedFile(path.join(project.root, project.config.bundle)).bundle;
    },
    run: async (argv) => {
      const file = await fresh();
      process.argv[1] = file;
      return loadPackedFile(file).run(argv);
    },
  };
}

function noProject(): AirgoError {
  return new AirgoError("invalid-config", "there is no project here, or in any folder above", {
    hint: "go to one, or make one: airgo init --project-name my-project",
  });
}
