// What esbuild puts at the top of each CommonJS module that it makes of an ES module. The packer cuts it off, and all parts
// share this instead: in a bundle of small DAG files, the copies would be a third of it. And what it leaves out: names where
// a CommonJS module is imported as a namespace.

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

/** What `import x` makes of a required module: one of Node's own, unless it says that it is an ES module. */
function toEsm(required: object): object {
  if ("__esModule" in required) return required;
  return Object.create(required, { default: { value: required } });
}

/** The same for `import * as x`, whose names somebody may list: a sixth of a millisecond for those of node:fs. */
function toNamespace(required: object): object {
  if ("__esModule" in required) return required;
  const namespace = { default: required };
  addNames(namespace);
  return namespace;
}

/** Gives a namespace the names of its default export, as Node gives them to who imports a CommonJS module. */
function addNames(namespace: { readonly default?: unknown }): void {
  const { default: exported } = namespace;
  if ((typeof exported !== "object" && typeof exported !== "function") || exported === null) return;
  for (const name of Object.keys(exported)) {
    if (Object.hasOwn(namespace, name)) continue;
    // Live, and not read before it is asked for: some of Node's own load more.
    const get = (): unknown => Reflect.get(exported, name);
    Object.defineProperty(namespace, name, { get, enumerable: true });
  }
}

/** Before the names, so that no code's own helper is one of these. */
export const INTEROP_PREFIX = "$airgo";

/** By the names that esbuild gives them, and two of airgo's own. */
export const INTEROP: Readonly<Record<string, unknown>> = {
  __export: exportNames,
  __toCommonJS: toCommonJs,
  __toESM: toEsm,
  __toNamespace: toNamespace,
  __addNames: addNames,
};
