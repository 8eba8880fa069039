/**
 * `over` laid over `under`: maps deeply, lists of named things by `name`, anything else replaced.
 * Neither is changed.
 */
export function merge<Value extends object>(under: Value, over: object): Value {
  return mergeMaps(under, over) as Value; // both were checked against the schema that Value is the type of
}

function mergeMaps(under: object, over: object): object {
  const merged: Record<string, unknown> = { ...under };
  for (const [key, value] of Object.entries(over)) {
    if (value !== undefined) merged[key] = mergeValues(merged[key], value);
  }
  return merged;
}

function mergeValues(under: unknown, over: unknown): unknown {
  if (isMap(under) && isMap(over)) return mergeMaps(under, over);
  if (areNamed(under) && areNamed(over)) return mergeNamed(under, over);
  return over;
}

/** A thing of a list that is told from the others by its name. */
export interface Named {
  readonly name: string;
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

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function areNamed(value: unknown): value is readonly Named[] {
  return Array.isArray(value) && value.every(isNamed);
}

function isNamed(value: unknown): value is Named {
  return isMap(value) && typeof value.name === "string";
}
