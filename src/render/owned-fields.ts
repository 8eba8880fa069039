// What a template file may not say, because airgo says it: a manifest in which one of these differs would not do what the
// DAG says. Saying the same as airgo is fine, as the parent's template does.

import type { Problem } from "../core/errors.ts";
import type { ValuePath } from "../validate/check-schema.ts";
import { areNamed, isMap } from "../validate/plain-data.ts";
import type { Fragment } from "./fragment.ts";

/** A field, or the entries of a named list whose names match. */
type Step = string | RegExp;

export interface OwnedField {
  readonly path: readonly Step[];
  /** Why it is airgo's, or where to say it instead. */
  readonly reason: string;
  /** Other spellings that mean the same. */
  readonly also?: readonly unknown[];
  /** Only airgo's own where airgo has it. */
  readonly ifSet?: boolean;
}

/** The problems of a fragment that sets one of the fields to something else than `own` has. */
export function checkOwned(
  fragment: Fragment,
  own: object,
  fields: readonly OwnedField[],
): readonly Problem[] {
  return saidBy(fragment, fields).flatMap((field) =>
    visit(field.path, 0, { value: fragment.value, own, path: [] })
      .filter((place) => !isFine(place, field))
      .map(({ path }) =>
        fragment.problemAt(path, "is airgo's own", `take it out: ${field.reason}`),
      ),
  );
}

const known = new WeakMap<Fragment, Map<readonly OwnedField[], readonly OwnedField[]>>();

/** The fields of which a fragment says anything, looked for once: most files say nothing of most. */
function saidBy(fragment: Fragment, fields: readonly OwnedField[]): readonly OwnedField[] {
  const ofFragment = known.get(fragment) ?? new Map<readonly OwnedField[], readonly OwnedField[]>();
  known.set(fragment, ofFragment);
  const place = { value: fragment.value, own: undefined, path: [] };
  const said =
    ofFragment.get(fields) ?? fields.filter(({ path }) => visit(path, 0, place).length > 0);
  ofFragment.set(fields, said);
  return said;
}

function isFine({ value, own }: Place, { also = [], ifSet = false }: OwnedField): boolean {
  return (ifSet && own === undefined) || [own, ...also].some((fine) => isEqual(value, fine));
}

interface Place {
  readonly value: unknown;
  /** What airgo has there. */
  readonly own: unknown;
  readonly path: ValuePath;
}

/** The places that the steps from `at` on lead to. */
function visit(steps: readonly Step[], at: number, place: Place): readonly Place[] {
  const step = steps[at];
  if (step === undefined) return [place];
  const next = typeof step === "string" ? field(step, place) : entries(step, place);
  return next.flatMap((found) => visit(steps, at + 1, found));
}

const NOWHERE: readonly Place[] = [];

function field(name: string, { value, own, path }: Place): readonly Place[] {
  if (!isMap(value) || value[name] === undefined) return NOWHERE;
  return [{ value: value[name], own: isMap(own) ? own[name] : undefined, path: [...path, name] }];
}

function entries(names: RegExp, { value, own, path }: Place): readonly Place[] {
  if (!areNamed(value)) return NOWHERE;
  return value.flatMap((entry, index) => {
    if (!names.test(entry.name)) return [];
    const same = areNamed(own) ? own.find(({ name }) => name === entry.name) : undefined;
    return [{ value: entry, own: same, path: [...path, index] }];
  });
}

/** Of plain data; the order of fields does not count. */
function isEqual(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => isEqual(item, b[index]));
  }
  if (!isMap(a) || !isMap(b)) return a === b;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => isEqual(a[key], b[key]));
}
