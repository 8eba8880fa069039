// What a new project's package.json says of airgo: `--airgo` names a version, a tarball or a folder.

import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { AirgoError } from "../core/errors.ts";
import type { ProjectFile } from "./place-files.ts";

/** airgo, as a new project depends on it. */
export interface AirgoDependency {
  /** As it stands in package.json. */
  readonly spec: string;
  /** The tarball, by its path in the project: the image and CI install from it. */
  readonly tarball?: string;
  /** A copy of the tarball that the project takes with it. */
  readonly copy?: ProjectFile;
}

/** Where paths begin, and where they have to lead from. */
export interface DependencyPlace {
  readonly cwd: string;
  /** Of the project; absolute. */
  readonly folder: string;
}

const TARBALL = /\.(?:tgz|tar\.gz)$/;
const REMOTE = /^(?:https?|git(?:\+\w+)?):\/\//;
// A range of one version, or a tag.
const VERSION = /^[~^]?\d+(?:\.\d+){0,2}(?:[-+][\w.+-]+)?$|^[a-z][\w.-]*$/;

/** @throws AirgoError "usage" for what npm could not install, or not as airgo */
export async function resolveAirgo(text: string, place: DependencyPlace): Promise<AirgoDependency> {
  if (REMOTE.test(text)) return { spec: text };
  const isPath = /^file:|[\\/]|^\.+$/.test(text) || TARBALL.test(text);
  if (isPath) return resolvePath(path.resolve(place.cwd, text.replace(/^file:/, "")), place);
  if (VERSION.test(text)) return { spec: text };
  throw refuse(`${JSON.stringify(text)} is no version, no tarball and no folder`);
}

async function resolvePath(file: string, { folder }: DependencyPlace): Promise<AirgoDependency> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) throw refuse(`${file} does not exist`);
  const inner = path.relative(folder, file).split(path.sep).join("/");
  if (found.isDirectory()) {
    await checkFolder(file);
    return { spec: `file:${inner}` };
  }
  const content = await readFile(file);
  if (!TARBALL.test(file) || !isGzip(content)) throw refuse(`${file} is no tarball`);
  if (!inner.startsWith("../") && !path.isAbsolute(inner)) {
    return { spec: `file:${inner}`, tarball: inner };
  }
  const tarball = `vendor/${path.basename(file)}`;
  return { spec: `file:${tarball}`, tarball, copy: { path: tarball, content } };
}

async function checkFolder(folder: string): Promise<void> {
  const text = await readFile(path.join(folder, "package.json"), "utf8").catch(() => "{}");
  if (!/"name"\s*:\s*"airgo"/.test(text)) throw refuse(`${folder} is not the folder of airgo`);
}

function isGzip(content: Uint8Array): boolean {
  return content[0] === 0x1f && content[1] === 0x8b;
}

function refuse(what: string): AirgoError {
  return new AirgoError("usage", `--airgo: ${what}`, {
    hint: "give a version (^0.1.0), the tarball that `npm pack` makes, or airgo's own folder",
  });
}
