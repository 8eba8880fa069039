// A naive reader of what Argo evaluates: texts of leaves joined by && and ||, with parentheses.

/** `leaf` says what a leaf's own text is worth. */
export function evaluateText(text: string, leaf: (text: string) => boolean): boolean {
  // First the leaves, so that only their values, operators and parentheses are left.
  let left = text.replaceAll(/'[^']*' == '[^']*'|[-\w]+\.\w+/g, (own) => (leaf(own) ? "T" : "F"));
  for (;;) {
    const inner = left.replaceAll(/\(([^()]*)\)/g, (_, flat: string) => evaluateFlat(flat));
    if (inner === left) return evaluateFlat(left) === "T";
    left = inner;
  }
}

function evaluateFlat(text: string): "T" | "F" {
  const isTrue = text.split(" || ").some((all) => all.split(" && ").every(isTrueLeaf));
  return isTrue ? "T" : "F";
}

function isTrueLeaf(text: string): boolean {
  if (text !== "T" && text !== "F") throw new Error(`not understood: ${text}`);
  return text === "T";
}
