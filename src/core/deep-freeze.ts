/** Freezes a tree of plain data in place, without recursion. */
export function deepFreeze<T extends object>(root: T): T {
  const left: object[] = [root];
  for (const value of left) {
    Object.freeze(value);
    for (const inner of Object.values(value)) {
      if (typeof inner === "object" && inner !== null && !Object.isFrozen(inner)) left.push(inner);
    }
  }
  return root;
}
