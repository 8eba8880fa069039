import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Stage } from "./stage.ts";

export interface RenderedDags {
  readonly folder: string;
  /** What is to apply, by DAG id. */
  readonly documents: ReadonlyMap<string, readonly string[]>;
}

const DAG_LABEL = /^ {4}airgo\/dag: "([^"]+)"$/m;

/** What `airgo render` has written. */
export function readRendered(folder: string): RenderedDags {
  const documents = new Map<string, string[]>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".yaml"))) {
    for (const document of readFileSync(path.join(folder, file), "utf8").split(/^---\n/m)) {
      const [, dagId = ""] = DAG_LABEL.exec(document) ?? [];
      const known = documents.get(dagId);
      if (known === undefined) documents.set(dagId, [document]);
      else known.push(document);
    }
  }
  return { folder, documents };
}

/** Applies the manifests of some DAGs. */
export async function deploy({ rendered, kubectl }: Stage, dagIds: readonly string[]) {
  const documents = dagIds.flatMap((dagId) => rendered.documents.get(dagId) ?? missing(dagId));
  // Without kubectl's own validation, which takes longer than all else; `argo lint` sees the whole folder.
  const args = ["apply", "--server-side", "--validate=false", "--filename", "-"];
  await kubectl.call(args, documents.join("---\n"));
}

function missing(dagId: string): never {
  throw new Error(`"airgo render" has written nothing for DAG "${dagId}"`);
}
