// A project of the tests' own: all their DAGs, and the examples.

import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { findAirgoPackage } from "../../src/project/airgo-package.ts";
import { buildBundle } from "../../src/project/build-bundle.ts";
import { readProject } from "../../src/project/read-project.ts";
import type { E2eDags } from "./e2e-dags.ts";
import type { E2eOptions } from "./e2e-options.ts";
import type { Target } from "./target.ts";

export interface E2eProject {
  readonly name: string;
  /** Absolute, as `bundle`. */
  readonly root: string;
  readonly bundle: string;
}

export interface ProjectSettings {
  readonly name: string;
  readonly root: string;
  readonly target: Target;
  readonly dags: E2eDags;
  readonly options: Pick<E2eOptions, "namespace" | "serviceAccount">;
}

/** Writes the project to its folder, which is new, and builds its bundle. */
export async function makeProject(settings: ProjectSettings): Promise<E2eProject> {
  const { name, root, target, dags } = settings;
  const bundle = path.join(root, "dist", "airgo.js");
  write(root, "package.json", JSON.stringify(packageJson(settings)));
  for (const { file } of [...dags.own, ...dags.examples]) {
    write(root, `dags/${path.basename(file)}`, `export * from ${JSON.stringify(file)};\n`);
  }
  for (const name of ["default", "pictures"]) {
    write(root, `templates/containers/${name}.yaml`, containerTemplate(target.command(bundle)));
  }
  for (const [file, text] of Object.entries(SHARP)) write(root, `node_modules/sharp/${file}`, text);
  write(root, "Dockerfile", DOCKERFILE);
  const { broken } = await buildBundle(await readProject(root), findAirgoPackage());
  const problems = broken.flatMap((file) => file.problems.map(({ message }) => message));
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return { name, root, bundle };
}

function packageJson({ name, target, options }: ProjectSettings): object {
  const airgo = {
    projectName: name,
    image: target.image,
    namespace: options.namespace,
    serviceAccountName: options.serviceAccount,
    terminationGracePeriodSeconds: 10,
    structureMismatch: "fail",
    external: ["sharp"],
  };
  return { name: "airgo-e2e", version: "1.0.0", type: "module", airgo };
}

function write(root: string, file: string, text: string): void {
  const whole = path.join(root, file);
  mkdirSync(path.dirname(whole), { recursive: true });
  writeFileSync(whole, text);
}

// JSON is YAML. The image is loaded into the nodes, not pulled.
function containerTemplate(command: readonly string[]): string {
  return `container:
  image: <% image %>
  imagePullPolicy: IfNotPresent
  command: ${JSON.stringify(command)}
  securityContext:
    readOnlyRootFilesystem: true
  volumeMounts:
    - name: tmp
      mountPath: /tmp
volumes:
  - name: tmp
    emptyDir: {}
`;
}

/** In place of the package that one of the examples has in an image of its own: there are no pictures to measure here. */
const SHARP: Readonly<Record<string, string>> = {
  "package.json": '{ "name": "sharp", "version": "0.0.0" }\n',
  "index.js":
    "module.exports = (file) => ({ metadata: async () => ({ width: file.length, height: 2 }) });\n",
};

const DOCKERFILE = `FROM node:22-slim
WORKDIR /app
COPY dist/airgo.js /app/airgo.js
COPY node_modules /app/node_modules
USER 1000:1000
ENTRYPOINT ["node", "/app/airgo.js"]
`;
