// The manifests as files: what is written, what is refused, and what is said of it.

import path from "node:path";
import { AirgoError } from "../../core/errors.ts";
import type { DagId } from "../../core/names.ts";
import type { FolderScope, RenderedFiles } from "../../render/output-folder.ts";
import { EXIT_OK } from "../exit-codes.ts";
import type { InspectedBundle } from "../inspect-bundle.ts";
import { plural } from "../reporter/plural.ts";
import type { World } from "../world.ts";
import { tellDrift } from "./tell-drift.ts";

export interface FolderPlan {
  readonly project: InspectedBundle;
  /** Undefined: all. */
  readonly only: ReadonlySet<DagId> | undefined;
  /** Absolute. */
  readonly folder: string;
  /** Where DAGs are looked for, for messages. */
  readonly dagsDir: string;
  readonly check: boolean;
  readonly rbac: boolean;
}

/** @returns the exit code. @throws AirgoError where something would be lost, or could not be written */
export async function renderFolder(plan: FolderPlan, world: World): Promise<number> {
  const { checkRendered, writeRendered } = await import("../../render/output-folder.ts");
  const { project, only, folder } = plan;
  const shown = path.relative(world.cwd, folder) || ".";
  const { files, scope } = await filesOfPlan(plan);
  await refuseLosses(plan, files, { scope, shown });
  if (plan.check) return tellDrift(checkRendered(folder, files, scope), shown, world);
  const removed = writeRendered(folder, files, scope);
  const gone = removed.length === 0 ? "" : `, ${plural(removed.length, "stale file")} removed`;
  const count = plural((only ?? project.manifests).size, "DAG");
  const apply = files.size === 0 ? "" : `apply with: kubectl apply --server-side -f ${shown}/\n`;
  world.stderr.write(
    `${count} rendered to ${shown}/: ${plural(files.size, "file")}${gone}\n${apply}`,
  );
  return EXIT_OK;
}

interface PlannedFiles {
  readonly files: RenderedFiles;
  readonly scope: FolderScope;
}

async function filesOfPlan({ project, only, folder, rbac }: FolderPlan): Promise<PlannedFiles> {
  const { filesWith } = await import("../../render/output-folder.ts");
  const { filesOf } = await import("../../render/render-project.ts");
  const { RBAC_FILE, rbacText } = await import("../../render/rbac.ts");
  const { projectName } = project.settings;
  const among = only && filesWith(folder, only, { projectName });
  const files = new Map(filesOf(project, only && among && { dagIds: only, among }));
  if (rbac) {
    if (hasOwnFile(project, RBAC_FILE)) throw takenByDag(RBAC_FILE);
    files.set(RBAC_FILE, rbacText(project.settings, project));
  }
  return { files, scope: { projectName, among } };
}

/** Whether the file is that of a DAG without a schedule. */
function hasOwnFile({ manifests }: InspectedBundle, file: string): boolean {
  return [...manifests].some(
    ([dagId, { cronWorkflow }]) => cronWorkflow === undefined && `${dagId}.yaml` === file,
  );
}

function takenByDag(file: string): AirgoError {
  const dagId = path.basename(file, ".yaml");
  return new AirgoError("usage", `--rbac writes ${file}, which is the file of DAG "${dagId}"`, {
    hint: "apply it from a pipe, airgo render --rbac --stdout | kubectl apply --server-side -f -, or give the DAG another id",
    dagId,
  });
}

interface LossContext {
  readonly scope: FolderScope;
  /** The folder, for messages. */
  readonly shown: string;
}

/** What airgo could not make again is not written over, and nobody means to delete everything by an empty folder. */
async function refuseLosses(
  { project, folder, dagsDir, rbac }: FolderPlan,
  files: RenderedFiles,
  { scope, shown }: LossContext,
): Promise<void> {
  const { isForeign, staleFiles } = await import("../../render/output-folder.ts");
  const { RBAC_FILE } = await import("../../render/rbac.ts");
  if (!rbac && files.has(RBAC_FILE) && isForeign(folder, RBAC_FILE)) {
    const what = `${shown}/${RBAC_FILE} is not what airgo rendered from a DAG, and the file of DAG "rbac" would replace it`;
    const hint = "move it away, or give the DAG another id: --rbac writes a file of that name";
    throw new AirgoError("cannot-write", what, { hint });
  }
  if (project.manifests.size > 0) return;
  const stale = staleFiles(folder, files, scope);
  if (stale.length === 0) return;
  const what = `there are no DAGs in ${dagsDir}/, and ${shown}/ has ${plural(stale.length, "file")} of DAGs: render deletes no whole set`;
  const hint = `bring the DAG files back, or delete the files yourself: ${stale.join(", ")}`;
  throw new AirgoError("cannot-write", what, { hint });
}
