// The place of the bundle. Whatever airgo has not written there stays as it is.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { AirgoError, type ErrorDetails } from "../core/errors.ts";
import type { Project } from "./read-project.ts";

/** The package.json that says what kind of module the bundle is; from the project's root, as `bundle` is. */
export function packageFileOf(bundle: string): string {
  return path.posix.join(path.posix.dirname(bundle), "package.json");
}

/**
 * Makes the bundle's folder, where Node is to take the bundle for CommonJS: `require` of it gives nothing otherwise.
 * `inputs` are the files that go into it.
 *
 * @throws AirgoError "invalid-config"
 */
export async function preparePlace(
  { root, config }: Project,
  inputs: readonly string[],
): Promise<void> {
  const bundle = path.posix.normalize(config.bundle);
  if (inputs.includes(bundle)) throw overwrites(bundle);
  await mkdir(path.join(root, path.dirname(bundle)), { recursive: true });
  if (bundle.endsWith(".cjs")) return;
  const own = packageFileOf(bundle);
  // The project itself may be of ES modules; never over a file that is there.
  await writeFile(path.join(root, own), '{ "type": "commonjs" }\n', { flag: "wx" }).catch(
    async () => checkType(bundle, own, await readFile(path.join(root, own), "utf8")),
  );
}

function checkType(bundle: string, own: string, text: string): void {
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch (cause) {
    throw refuse(`${own} is not JSON, and Node reads it when ${bundle} runs`, {
      hint: `mend ${own}`,
      location: { file: own, line: 1, column: 1 },
      cause,
    });
  }
  const type = typeof manifest === "object" && manifest !== null && Reflect.get(manifest, "type");
  if (type !== "module") return;
  const line = text.slice(0, text.indexOf('"type"')).split("\n").length;
  const cjs = `"airgo": { "bundle": "${bundle.replace(/\.js$/, ".cjs")}" }`;
  const other = own === "package.json" ? "" : `, or take ${own} away`;
  throw refuse(`${own} says that ${bundle} is an ES module`, {
    hint: `set ${cjs} in package.json: .cjs is CommonJS anywhere${other}`,
    location: { file: own, line, column: 1 },
  });
}

function overwrites(bundle: string): AirgoError {
  return refuse(`the bundle would take the place of ${bundle}, which goes into it`, {
    hint: 'give the bundle a name of its own: "airgo": { "bundle": "dist/airgo.js" } in package.json',
    location: { file: bundle, line: 1, column: 1 },
  });
}

function refuse(message: string, details: ErrorDetails): AirgoError {
  return new AirgoError("invalid-config", message, details);
}
