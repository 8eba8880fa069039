import { AirgoError } from "../../core/errors.ts";
import { EXIT_OK } from "../exit-codes.ts";
import { type Paint, paintFor } from "../paint.ts";
import { plural } from "../reporter/plural.ts";
import type { World } from "../world.ts";

/** Prints the diffs of the folder's files. @returns the exit code. @throws AirgoError `drift` where there are any */
export function tellDrift(diffs: readonly string[], folder: string, world: World): number {
  if (diffs.length === 0) {
    world.stderr.write(`${folder}/ is current\n`);
    return EXIT_OK;
  }
  const paint = paintFor(world.stdout, world.env);
  world.stdout.write(diffs.map((diff) => paintDiff(diff, paint)).join(""));
  throw new AirgoError("drift", `${plural(diffs.length, "file")} in ${folder}/ would change`, {
    hint: 'write them with "airgo render", and commit them',
  });
}

function paintDiff(diff: string, paint: Paint): string {
  return diff.replace(/^[-+].*$/gm, (line) => paint(line.startsWith("+") ? "green" : "red", line));
}
