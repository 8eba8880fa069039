import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { AirgoError } from "../core/errors.ts";
import { locateKey } from "./locate-key.ts";
import type { Project } from "./read-project.ts";
import { describeOrigin } from "./resolve-config.ts";

/** The setup module, as a path from the root that is spelled as esbuild's are. @throws AirgoError "invalid-config" */
export async function findSetup(project: Project): Promise<string | undefined> {
  const { root, config } = project;
  if (config.setup === undefined) return undefined;
  const found = await stat(path.join(root, config.setup)).catch(() => undefined);
  if (found?.isFile() !== true) throw await noFile(project);
  return path.posix.normalize(config.setup);
}

async function noFile({ root, config, origins }: Project): Promise<AirgoError> {
  const given = `${describeOrigin(origins.setup)} is ${JSON.stringify(config.setup)}`;
  const isWritten = origins.setup.layer === "package.json";
  const manifest = isWritten ? await readFile(path.join(root, "package.json"), "utf8") : undefined;
  return new AirgoError("invalid-config", `${given}, and there is no such file in ${root}`, {
    hint: "make it, or name the file with its ending",
    location: locateKey(manifest, "setup"),
  });
}
