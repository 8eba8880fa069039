import path from "node:path";
import { defineCommand } from "../../cli/define-command.ts";
import { EXIT_INTERRUPTED, EXIT_OK } from "../../cli/exit-codes.ts";
import { textOption } from "../../cli/options.ts";
import { paintFor } from "../../cli/paint.ts";
import { printProblems } from "../../cli/print-problems.ts";
import type { World } from "../../cli/world.ts";
import { AirgoError, isAirgoError } from "../../core/errors.ts";
import { type InitRequest, initProject } from "../../init/init-project.ts";
import { parseProjectName, suggestProjectName } from "../../init/parse-project-name.ts";
import { printInitResult } from "../print-init-result.ts";
import { type Ask, Interrupted, type Prompt } from "../prompt.ts";

/** What the command needs beside the world of every command. */
export interface InitPorts {
  /** The folder of airgo's own npm package, and its version. */
  readonly root: string;
  readonly version: string;
  /** Undefined where nobody can answer. */
  readonly openPrompt: (() => Prompt) | undefined;
}

export function initCommand(ports: InitPorts) {
  return defineCommand({
    command: "init",
    describe: "Write a new project, which runs as it is",
    builder: (yargs) =>
      yargs
        .options({
          "project-name": textOption("project-name", "begins the name of every object"),
          dir: textOption("dir", "the project's folder (this one)"),
          image: textOption("image", "the image of the pods (PROJECT-NAME:latest)"),
          airgo: textOption("airgo", "the airgo to install: a version, a tarball or a folder"),
          force: { type: "boolean", describe: "replace files that are there and differ" },
        } as const)
        .example("$0 init --project-name my-project", "a project in this folder"),
    handler: async ({ projectName, dir, image, airgo, force }, world) => {
      const given = { cwd: world.cwd, dir, airgo: airgo ?? `^${ports.version}` };
      try {
        const answers = await complete({ projectName, image, dir }, world, ports);
        const request = { ...given, ...answers, force: force === true, packageRoot: ports.root };
        const result = await initProject(request);
        world.stdout.write(printInitResult(result, answers, world));
        return EXIT_OK;
      } catch (error) {
        if (!(error instanceof Interrupted)) throw error;
        world.stderr.write("\nnothing was written\n");
        return EXIT_INTERRUPTED;
      }
    },
  });
}

interface Given {
  readonly projectName: string | undefined;
  readonly image: string | undefined;
  readonly dir: string | undefined;
}

type Answers = Pick<InitRequest, "projectName" | "image">;

/** Asks for the name where it is missing, and then for the image too; a call that names the project is never held up. */
async function complete(given: Given, world: World, { openPrompt }: InitPorts): Promise<Answers> {
  const { projectName, image, dir } = given;
  if (projectName !== undefined) return { projectName, image };
  if (openPrompt === undefined) {
    throw new AirgoError("usage", "the project has no name", {
      hint: "give it: airgo init --project-name my-project",
    });
  }
  const { ask, close } = openPrompt();
  try {
    const folder = path.basename(path.resolve(world.cwd, dir ?? "."));
    const name = await askProjectName(ask, suggestProjectName(folder) ?? "my-project", world);
    return {
      projectName: name,
      image: image ?? (await ask("Image of the pods", `${name}:latest`)),
    };
  } finally {
    close();
  }
}

async function askProjectName(ask: Ask, fallback: string, world: World): Promise<string> {
  for (;;) {
    try {
      return parseProjectName(await ask("Project name", fallback));
    } catch (error) {
      if (!isAirgoError(error)) throw error;
      const style = { cwd: world.cwd, paint: paintFor(world.stderr, world.env) };
      world.stderr.write(printProblems(error.problems, style));
    }
  }
}
