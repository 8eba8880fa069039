import path from "node:path";
import { AirgoError } from "../core/errors.ts";
import { PARSERS } from "../project/parse-setting.ts";
import { type AirgoDependency, resolveAirgo } from "./airgo-dependency.ts";
import { parseProjectName } from "./parse-project-name.ts";
import { type Placement, placeFiles } from "./place-files.ts";
import { projectFiles } from "./project-files.ts";

/** What `airgo init` was asked for. */
export interface InitRequest {
  /** Where paths begin; absolute. */
  readonly cwd: string;
  /** @defaultValue cwd */
  readonly dir?: string | undefined;
  readonly projectName: string;
  /** @defaultValue "<projectName>:latest" */
  readonly image?: string | undefined;
  /** What npm is to install as airgo: a version, a tarball or a folder. */
  readonly airgo: string;
  readonly force: boolean;
  /** The folder of airgo's own npm package. */
  readonly packageRoot: string;
}

/** A project that was made, or completed. */
export interface InitResult extends Placement {
  /** Absolute. */
  readonly folder: string;
  readonly image: string;
  readonly airgo: AirgoDependency;
}

/** Writes a project that installs, checks, tests, runs and renders as it is. @throws AirgoError "usage", with nothing written */
export async function initProject(request: InitRequest): Promise<InitResult> {
  const { cwd, dir = ".", force, packageRoot } = request;
  const projectName = parseProjectName(request.projectName);
  const image = parseImage(request.image ?? `${projectName}:latest`);
  const folder = path.resolve(cwd, dir);
  const airgo = await resolveAirgo(request.airgo, { cwd, folder });
  const files = await projectFiles({ projectName, image, airgo }, packageRoot);
  return { folder, image, airgo, ...(await placeFiles(folder, files, { force })) };
}

function parseImage(text: string): string {
  const parsed = PARSERS.image(text);
  if ("value" in parsed) return parsed.value;
  throw new AirgoError("usage", `--image cannot be ${JSON.stringify(text)}`, {
    hint: `give ${parsed.expected}, for example registry.example.com/team/my-project`,
  });
}
