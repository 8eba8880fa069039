import { randomUUID } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import type { RunRecord } from "../../runtime/local/run-record.ts";
import { logPath } from "../../runtime/local/run-store.ts";
import { renderRunPage } from "../picture/run-page.ts";
import { loadDag } from "./load-dags.ts";
import { settingsOf } from "./project-settings.ts";
import { runPageOf } from "./run-page-of.ts";
import { runsDirectory } from "./runs-directory.ts";
import type { World } from "./world.ts";

/** Writes a recorded run as one page that opens from disk, in the place of a file of that name. */
export async function writeRunPage(record: RunRecord, out: string, world: World): Promise<void> {
  const bundle = await world.openBundle();
  const { timezone } = settingsOf(bundle, world).config;
  const { spec } = loadDag(bundle, record.dagId, timezone);
  const logs = await readLogs(record, runsDirectory(world));
  const page = renderRunPage(await runPageOf({ record, spec, logs, now: world.now() }));
  const file = path.resolve(world.cwd, out);
  const temporary = `${file}.${randomUUID()}.tmp`;
  await writeFile(temporary, page);
  await rename(temporary, file);
  world.stderr.write(`${out} written\n`);
}

/** What each task logged; most tasks of most runs log nothing. */
async function readLogs(
  { runId, taskIds }: RunRecord,
  directory: string,
): Promise<ReadonlyMap<string, string>> {
  const logs = new Map<string, string>();
  for (const taskId of taskIds) {
    const text = await readFile(logPath(directory, runId, taskId), "utf8").catch(() => "");
    if (text !== "") logs.set(taskId, text);
  }
  return logs;
}
