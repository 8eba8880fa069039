// What esbuild puts at the top of each CommonJS module that it makes of an ES module. The packer cuts it off, and all parts
// share this instead: in a bundle of small DAG files, the copies would be a third of it.

type Getters = Readonly<Record<string, () => unknown>>;

/** Live: what an ES module exports may change. */
function exportNames(target: object, all: Getters): void {
  for (const name in all) {
    const get = all[name];
    if (get !== undefined) Object.defineProperty(target, name, { get, enumerable: true });
  }
}

function toCommonJs(exported: object): object {
  return Object.defineProperty(exported, "__esModule", { value: true });
}

/** What `import x, * as y` makes of a required module: one of Node's own, unless it says that it is an ES module. */
function toEsm(required: object): object {
  if ("__esModule" in required) return required;
  return Object.create(required, { default: { value: required } });
}

/** Before the names, so that no code's own helper is one of these. */
export const INTEROP_PREFIX = "$airgo";

/** By the names that esbuild gives them. */
export const INTEROP: Readonly<Record<string, unknown>> = {
  __export: exportNames,
  __toCommonJS: toCommonJs,
  __toESM: toEsm,
};
