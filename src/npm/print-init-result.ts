// What `airgo init` says: what it did to each file, and what to type next.

import path from "node:path";
import { type Paint, paintFor } from "../cli/paint.ts";
import type { World } from "../cli/world.ts";
import type { InitResult } from "../init/init-project.ts";

export function printInitResult(
  result: InitResult,
  { projectName }: { readonly projectName: string },
  { cwd, env, stdout }: Pick<World, "cwd" | "env" | "stdout">,
): string {
  const paint = paintFor(stdout, env);
  const lines = [
    ...result.written.map((file) => `${paint("green", "wrote")}     ${file}`),
    ...result.replaced.map((file) => `${paint("yellow", "replaced")}  ${file}`),
    ...result.kept.map((file) => `${paint("dim", "kept")}      ${file}`),
    ...keptManifest(result, projectName),
    ...unreachable(result),
    "",
    `${paint("bold", projectName)} is there. Next:`,
    ...nextCommands(path.relative(cwd, result.folder), paint),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function nextCommands(folder: string, paint: Paint): readonly string[] {
  const commands = [
    [folder === "" ? "npm install" : `cd ${folder} && npm install`, "airgo and the tools"],
    ["npm start", "runs the DAG on this machine"],
    ["npm run render", "its manifests, in rendered_yamls/"],
  ] as const;
  const width = Math.max(...commands.map(([command]) => command.length));
  return commands.map(([command, what]) => {
    return `  ${command.padEnd(width)}  ${paint("dim", `# ${what}`)}`;
  });
}

/** A package.json that was there knows nothing of airgo: what it lacks is a person's to add. */
function keptManifest({ kept, image, airgo }: InitResult, projectName: string): readonly string[] {
  if (!kept.includes("package.json")) return [];
  const airgoPackage = airgo.spec.startsWith("file:") ? airgo.spec : `airgo@${airgo.spec}`;
  return [
    "",
    "package.json was there and stays as it is. Where it knows nothing of airgo yet:",
    `  npm pkg set type=module airgo.projectName=${projectName} airgo.image=${image}`,
    `  npm install ${airgoPackage} && npm install --save-dev tsx typescript @types/node @biomejs/biome`,
  ];
}

/** The image and CI see the project's folder, and nothing beside it. */
function unreachable({ airgo }: InitResult): readonly string[] {
  if (!airgo.spec.startsWith("file:") || airgo.tarball !== undefined) return [];
  return [
    "",
    `${airgo.spec.slice("file:".length)} is a folder: an image and CI need a tarball of it (npm pack)`,
  ];
}
