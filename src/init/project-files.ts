// The files of a new project. Its layout is the one of airgo's own repository, whose first DAG and templates it gets.

import { readFile } from "node:fs/promises";
import path from "node:path";
import { BUILT_IN_TEMPLATES } from "../render/built-in-templates.ts";
import type { AirgoDependency } from "./airgo-dependency.ts";
import type { ProjectFile } from "./place-files.ts";

/** What a new project is made of. */
export interface NewProject {
  readonly projectName: string;
  readonly image: string;
  readonly airgo: AirgoDependency;
}

/** Where each file comes from, below the folder of the npm package. */
const SOURCES: Readonly<Record<string, string>> = {
  ".dockerignore": "scaffold/dockerignore",
  ".github/workflows/ci.yml": "scaffold/ci.yml",
  ".gitignore": "scaffold/gitignore",
  Dockerfile: "scaffold/Dockerfile",
  "README.md": "scaffold/README.md",
  "biome.json": "scaffold/biome-settings.json",
  "dags/hello-world.ts": "dags/hello-world.ts",
  "test/dags.test.ts": "scaffold/dags.test.ts",
  "tsconfig.json": "scaffold/tsconfig.json",
};

/** `packageRoot` is the folder of airgo's own npm package. */
export async function projectFiles(
  project: NewProject,
  packageRoot: string,
): Promise<readonly ProjectFile[]> {
  const { projectName, image, airgo } = project;
  const values = { projectName, image, copyAirgo: copyLine(airgo) };
  const read = (source: string) => readFile(path.join(packageRoot, source), "utf8");
  const filled = Object.entries(SOURCES).map(async ([file, source]): Promise<ProjectFile> => {
    return { path: file, content: fill(await read(source), values) };
  });
  const templates = Object.entries(BUILT_IN_TEMPLATES).map(([file, content]): ProjectFile => {
    return { path: `templates/${file}`, content };
  });
  const own = JSON.parse(await read("package.json"));
  return [
    { path: "package.json", content: printPackageJson(project, own) },
    ...(await Promise.all(filled)),
    ...templates,
    ...(airgo.copy === undefined ? [] : [airgo.copy]),
  ];
}

/** npm installs from a tarball before the rest of the project is in the image. */
function copyLine({ tarball }: AirgoDependency): string {
  return tarball === undefined ? "" : `COPY ${tarball} ./${path.posix.dirname(tarball)}/\n`;
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/%(\w+)%/g, (placeholder, name: string) => values[name] ?? placeholder);
}

/** airgo's own package.json, as far as it is read. */
interface OwnPackage {
  readonly engines: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

// The versions that airgo itself is tested with.
const TOOLS = ["@biomejs/biome", "@types/node", "tsx", "typescript"];

function printPackageJson({ projectName, image, airgo }: NewProject, own: OwnPackage): string {
  const manifest = {
    name: projectName,
    version: "0.1.0",
    private: true,
    type: "module",
    engines: own.engines,
    scripts: {
      start: "airgo run",
      test: "node --import tsx --test test/*.test.ts",
      check: "tsc --noEmit",
      lint: "biome ci .",
      format: "biome check --write .",
      render: "airgo render",
      build: "airgo build",
    },
    airgo: { projectName, image },
    dependencies: { airgo: airgo.spec },
    devDependencies: Object.fromEntries(TOOLS.map((name) => [name, own.devDependencies[name]])),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
