// What the packed file offers to the pod, to the command line and to whoever requires it.

import { collectDags } from "../src/core/collect-dags.ts";
import type { AnyDag } from "../src/core/dag-builder.ts";
import { didYouMean } from "../src/core/did-you-mean.ts";
import { AirgoError, type Problem } from "../src/core/errors.ts";
import type { Origins, ProjectConfig } from "../src/project/project-config.ts";
import { importExternal, loadExternal } from "./externals.ts";
import type { Pack } from "./loader.ts";
import { mapLocations } from "./map-stack.ts";
import { type IndexRecord, indexOfDag } from "./pack-format.ts";

/** Where a DAG is in the bundle. */
export interface DagEntry {
  readonly dagId: string;
  /** The number of its module. */
  readonly module: number;
  /** Its file, from the project's root. */
  readonly file: string;
  /** The first half of its spec's, when it was built. */
  readonly structureHash: string;
}

/** A DAG file some or all of whose DAGs could not be built. */
export interface BrokenFile {
  readonly file: string;
  /** The number of its module, which may be one that cannot be evaluated. */
  readonly module: number;
  readonly problems: readonly Problem[];
  /** The DAGs that it would have, as far as they are known. */
  readonly dagIds: readonly string[];
}

/** What is small, and read at each start. */
export interface BundleSummary {
  readonly projectName: string;
  /** The project's. */
  readonly version: string;
  readonly airgoVersion: string;
  /** SHA-256 of all that is in the bundle, in hexadecimal. */
  readonly hash: string;
  /** As it was when the bundle was built. */
  readonly config: ProjectConfig;
  /** The module that runs first in a pod. */
  readonly setupModule: number | undefined;
  /** The module that lets `getContext()` find a task's context, where the bundle's code asks for it. */
  readonly contextModule: number | undefined;
}

/** What the bundle was built from; the lists are read from the file when they are asked for. */
export interface BundleManifest extends BundleSummary {
  readonly origins: Origins;
  /** The texts of all template files, by their path below the templates folder. */
  readonly templates: Readonly<Record<string, string>>;
  /** By id, in the order of their characters. */
  readonly dags: readonly DagEntry[];
  readonly broken: readonly BrokenFile[];
}

/** An opened bundle. */
export interface Bundle {
  /** The packed file. */
  readonly file: string;
  readonly manifest: BundleManifest;
  /** @throws AirgoError "unknown-dag", or the problems of the DAG's file */
  findDag(dagId: string): DagEntry;
  /** Evaluates the DAG's module, and no other's. @throws AirgoError as `findDag` */
  loadDag(dagId: string): AnyDag;
  /** The DAGs of a module, sound or not; evaluates it. @throws what it throws */
  loadModule(module: number): readonly AnyDag[];
  /** Compiles the modules of all DAGs and evaluates none: a command that loads them all has them sooner. */
  prepareAll(): void;
  /** Runs the project's setup module, when it has one: evaluates it, and awaits its default export if that is a function. */
  runSetup(): Promise<void>;
}

export function openBundle(pack: Pack): Bundle {
  pack.provideExternals({
    load: (specifier) => loadExternal(pack.file, specifier),
    import: (specifier) => importExternal(pack.file, specifier, () => pack.importModule(specifier)),
  });
  mapLocations(pack);
  const { contextModule } = pack.summary as BundleSummary; // as the packer wrote it
  if (contextModule !== undefined) pack.load(contextModule);
  const bucketAt = remember((at) => pack.index(at).map(toEntry));
  const dagsOf = remember((module) => {
    return new Map(collectDags(pack.load(module)).map((dag) => [dag.dagId, dag]));
  });
  const manifest = openManifest(pack, bucketAt);
  const findDag = (dagId: string): DagEntry => {
    const bucket = bucketAt(indexOfDag(dagId, pack.indexCount));
    return bucket.find((entry) => entry.dagId === dagId) ?? refuseUnknown(manifest, dagId);
  };
  return {
    file: pack.file,
    manifest,
    findDag,
    loadDag(dagId) {
      const { module, file } = findDag(dagId);
      return dagsOf(module).get(dagId) ?? refuseVanished(dagId, file);
    },
    loadModule: (module) => [...dagsOf(module).values()],
    prepareAll() {
      for (const { module } of manifest.dags) ifPossible(() => pack.prepare(module));
    },
    async runSetup() {
      if (manifest.setupModule === undefined) return;
      const exported = pack.load(manifest.setupModule) as { readonly default?: unknown }; // a module's exports
      if (typeof exported.default === "function") await exported.default();
    },
  };
}

/** A command asks for every DAG, and for some of them twice: what stands for many is worked out once. */
function remember<Value>(make: (number: number) => Value): (number: number) => Value {
  const known = new Map<number, Value>();
  return (number) => {
    const value = known.get(number) ?? make(number);
    known.set(number, value);
    return value;
  };
}

/** What is wrong with a module is told when it is loaded. */
function ifPossible(prepare: () => void): void {
  try {
    prepare();
  } catch {}
}

type Buckets = (at: number) => readonly DagEntry[];

function openManifest(pack: Pack, bucketAt: Buckets): BundleManifest {
  const summary = pack.summary as BundleSummary; // as the packer wrote it
  return {
    ...summary,
    get origins() {
      return pack.data("origins") as Origins;
    },
    get templates() {
      return pack.data("templates") as BundleManifest["templates"];
    },
    get dags() {
      return readIndex(pack.indexCount, bucketAt);
    },
    get broken() {
      return pack.data("broken") as BundleManifest["broken"];
    },
  };
}

function readIndex(count: number, bucketAt: Buckets): readonly DagEntry[] {
  const buckets = Array.from({ length: count }, (_, at) => bucketAt(at));
  return buckets.flat().sort((a, b) => (a.dagId < b.dagId ? -1 : 1));
}

function toEntry([dagId, module, file, hash]: IndexRecord): DagEntry {
  return { dagId, module, file, structureHash: Buffer.from(hash, "base64url").toString("hex") };
}

function refuseUnknown(manifest: BundleManifest, dagId: string): never {
  const broken = manifest.broken.find((file) => file.dagIds.includes(dagId));
  const problems = broken?.problems ?? [];
  const own = problems.filter((problem) => problem.dagId === dagId);
  const [first, ...rest] = own.length > 0 ? own : problems;
  if (first !== undefined) throw AirgoError.of([first, ...rest]);
  const ids = manifest.dags.map((entry) => entry.dagId);
  const files = manifest.broken.map(({ file }) => file);
  const unloaded = files.length === 0 ? "" : `; could not be loaded: ${files.join(", ")}`;
  throw new AirgoError("unknown-dag", `there is no DAG ${JSON.stringify(dagId)} in this bundle`, {
    hint: `${didYouMean(dagId, ids)} ${listIds(ids)}${unloaded}`.trim(),
    dagId,
  });
}

function refuseVanished(dagId: string, file: string): never {
  throw new AirgoError("unknown-dag", `${file} no longer exports DAG "${dagId}"`, {
    hint: "a DAG file must export the same DAGs wherever it is loaded: let nothing in it depend on the environment",
    dagId,
  });
}

const MOST_LISTED = 20;

function listIds(ids: readonly string[]): string {
  if (ids.length === 0) return "the bundle has no DAGs";
  const more = ids.length > MOST_LISTED ? ` and ${ids.length - MOST_LISTED} more` : "";
  return `the DAGs are: ${ids.slice(0, MOST_LISTED).join(", ")}${more}`;
}
