import type { AnyDag } from "./core/dag-builder.ts";

/**
 * Loads all DAG files of a folder: a dictionary of their DAGs by id. For tests and REPLs; under tsx it imports the
 * TypeScript, in plain Node it builds the bundle first.
 *
 * ```ts
 * const dags = await traverseDagsFolder();
 * await dags["hello-world"]?.execute();
 * ```
 *
 * @param folder - @defaultValue the `dags/` of the project that the working directory is in
 * @throws AirgoError with everything that is wrong with any of the files
 */
export async function traverseDagsFolder(
  folder?: string,
): Promise<Readonly<Record<string, AnyDag>>> {
  // Dynamic, because no bundle has the builder: there, this asks for an airgo that is installed beside it.
  const project = await import("./project/traverse-dags-folder.ts");
  return project.traverseDagsFolder(folder);
}
