// What esbuild puts at the top of every CommonJS module that it makes of an ES module. The packer cuts it off, and each part
// gets these instead: thousands of copies would be most of a bundle of small DAG files.

type Getters = Readonly<Record<string, () => unknown>>;

/** Live bindings: the exports of an ES module may change. */
function exportNames(target: object, all: Getters): void {
  for (const [name, get] of Object.entries(all)) {
    Object.defineProperty(target, name, { get, enumerable: true });
  }
}

function toCommonJs(exported: object): object {
  return Object.defineProperty(exported, "__esModule", { value: true });
}

/** A required module as a default import and a namespace import see it. */
function toEsm(required: unknown): unknown {
  if (types.isProxy(required) || (isBag(required) && "__esModule" in required)) return required;
  return asNamespace(required)
}

export const INTEROP = { __export: exportNames, __toCommonJS: toCommonJs, __toESM: toEsm };
