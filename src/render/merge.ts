import { areNamed, isMap, type Named } from "../validate/plain-data.ts";

/**
 * `over` laid over `under`: maps deeply, lists of named things by `name`, anything else replaced.
 * Neither is changed.
 */
export function merge<Value extends object>(under: Value, over: object): Value {
  return mergeMaps(under, over) as Value; // both were checked against the schema that Value is the type of
}

function mergeMaps(under: object, over: object): object {
  const merged: Record<string, unknown> = { ...under };
  for (const key of Object.keys(over)) {
    const value: unknown = Reflect.get(over, key);
    if (value !== undefined) merged[key] = mergeValues(merged[key], value);
  }
  return merged;
}

function mergeValues(under: unknown, over: unknown): unknown {
  if (isMap(under) && isMap(over)) return mergeMaps(under, over);
  if (areNamed(under) && areNamed(over)) return mergeNamed(under, over);
  return over;
}

function mergeNamed(under: readonly Named[], over: readonly Named[]): readonly object[] {
  const merged = new Map<string, object>(under.map((entry) => [entry.name, entry]));
  for (const entry of over) {
    const known = merged.get(entry.name);
    merged.set(
      entry.name,
      known === undefined ? entry : mergeMaps(withoutRival(known, entry), entry),
    );
  }
  return [...merged.values()];
}

/** A value and a place to take it from exclude each other: the one that is laid over wins. */
function withoutRival(under: object, over: object): object {
  const rival = "value" in over ? "valueFrom" : "valueFrom" in over ? "value" : undefined;
  if (rival === undefined || !(rival in under)) return under;
  return Object.fromEntries(Object.entries(under).filter(([key]) => key !== rival));
}
