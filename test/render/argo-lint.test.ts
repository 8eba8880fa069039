import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import { GOLDEN_FOLDER } from "./goldens.ts";

const lab = process.env.LAB ?? path.join(os.homedir(), ".cache", "airgo-lab");
const argo = path.join(lab, "bin", "argo");
const skip = existsSync(argo) ? false : `no argo command line at ${argo}`;

test("argo lint accepts every golden, and refuses one that is broken", { skip }, () => {
  const good = lint(GOLDEN_FOLDER);
  assert.equal(good.status, 0, good.stdout + good.stderr);
  const bad = lint(path.join(import.meta.dirname, "broken-manifest"));
  assert.match(bad.stdout + bad.stderr, /nowhere/, "lint looks at what it is given");
});

function lint(folder: string) {
  const kinds = "--kinds=workflows,cronwf,workflowtemplates";
  return spawnSync(argo, ["lint", "--offline", kinds, folder], { encoding: "utf8" });
}
