/** Freezes a tree of plain data in place, without recursion. */
export function deepFreeze<T extends object>(root: T): T {
  const left: object[] = [root];
  const note = (inner: unknown): void => {
    if (typeof inner === "object" && inner !== null && !Object.isFrozen(inner)) left.push(inner);
  };
  for (const value of left) {
    Object.freeze(value);
    if (Array.isArray(value)) value.forEach(note);
    else Object.values(value).forEach(note);
  }
  return root;
}
