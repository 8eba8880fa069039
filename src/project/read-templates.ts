import { readFile } from "node:fs/promises";
import path from "node:path";
import { byCharacters, listFiles } from "./find-dags.ts";
import type { Project } from "./read-project.ts";

/** The texts of all template files, by their path below the templates folder. */
export async function readTemplates(project: Project): Promise<Readonly<Record<string, string>>> {
  const folder = path.join(project.root, project.config.templatesDir);
  const files = [...(await listFiles(folder))].sort(byCharacters);
  const texts = files.map(async (file): Promise<[string, string]> => {
    return [file, await readFile(path.join(folder, file), "utf8")];
  });
  return Object.fromEntries(await Promise.all(texts));
}
