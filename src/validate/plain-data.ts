// What has been read from a file, of which nothing is known yet.

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A thing of a list that is told from the others by its name. */
export interface Named {
  readonly name: string;
}

export function areNamed(value: unknown): value is readonly Named[] {
  return Array.isArray(value) && value.every(isNamed);
}

export function isNamed(value: unknown): value is Named {
  return isMap(value) && typeof value.name === "string";
}
