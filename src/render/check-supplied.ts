import type { Problem } from "../core/errors.ts";
import { areNamed, isMap, type Named } from "../validate/plain-data.ts";
import type { Fragment } from "./fragment.ts";

/** The parameters of a fragment that nothing would give a value: airgo passes its own, and the fragment must bring the rest. */
export function checkSupplied(
  fragment: Fragment,
  list: readonly string[],
  own: object,
  isSupplied: (parameter: unknown) => boolean,
): readonly Problem[] {
  const names = new Set(parametersAt(own, list).map(({ name }) => name));
  return parametersAt(fragment.value, list).flatMap((parameter, index) => {
    if (names.has(parameter.name) || isSupplied(parameter)) return [];
    const path = [...list, index];
    const hint = `give it one: { name: ${parameter.name}, value: "…" }`;
    return [fragment.problemAt(path, "has no value", hint)];
  });
}

function parametersAt(value: unknown, [step, ...rest]: readonly string[]): readonly Named[] {
  if (step === undefined) return areNamed(value) ? value : [];
  return isMap(value) ? parametersAt(value[step], rest) : [];
}
