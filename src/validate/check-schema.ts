// Checks an object against Argo's own schema: the few keywords that Kubernetes' structural schemas have. ajv would
// bring 120 KB and 0.4 s of compiling, its standalone code 540 KB; the tests hold this to ajv's verdicts.

import { didYouMean } from "../core/did-you-mean.ts";
import { ARGO_SCHEMA } from "./argo-schema.ts";

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false | Schema;
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: true;
  /** The fields by which the items of a list are told apart. */
  readonly "x-kubernetes-list-map-keys"?: readonly string[];
}

export type ArgoKind = "WorkflowTemplate" | "CronWorkflow" | "Workflow" | "Template";

/** Keys and list positions from the root. */
export type ValuePath = readonly (string | number)[];

/** One thing that the schema refuses. */
export interface Mismatch {
  readonly path: ValuePath;
  readonly keyword: keyof Schema;
  /** Continues a sentence that names the place. */
  readonly message: string;
  /** What to write instead; may be empty. */
  readonly hint: string;
  /** A number or a boolean stands where a text should. */
  readonly wantsText?: true;
  /** Nothing stands where a map or a list should. */
  readonly isEmpty?: true;
}

/** All that Argo's schema refuses in `value`; fields that it does not know are refused too. */
export function checkSchema(kind: ArgoKind, value: unknown): readonly Mismatch[] {
  const found: Mismatch[] = [];
  const root = ARGO_SCHEMA.kinds[kind];
  if (root !== undefined) check(root, value, { path: [], found });
  return found;
}

interface Visit {
  /** Grows and shrinks with the walk; copied when something is found. */
  readonly path: (string | number)[];
  readonly found: Mismatch[];
}

function check(schema: Schema, value: unknown, visit: Visit): void {
  const target = resolve(schema);
  if (target.type !== undefined && !hasType(target.type, value)) {
    addType(visit, target.type, value);
    return;
  }
  if (target.enum !== undefined && !target.enum.includes(value)) {
    add(
      visit,
      "enum",
      `must be one of ${target.enum.map((one) => JSON.stringify(one)).join(", ")}`,
    );
  }
  if (typeof value === "string") checkText(target, value, visit);
  else if (typeof value === "number") checkNumber(target, value, visit);
  else if (Array.isArray(value)) checkList(target, value, visit);
  else if (typeof value === "object" && value !== null) checkFields(target, value, visit);
}

function resolve(schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  const known = targets.get(schema.$ref);
  if (known !== undefined) return known;
  const target = ARGO_SCHEMA.$defs[schema.$ref.slice("#/$defs/".length)];
  if (target === undefined) throw new Error(`Argo's schema lacks ${schema.$ref}`);
  targets.set(schema.$ref, target);
  return target;
}

const targets = new Map<string, Schema>();

type Fields = Readonly<Record<string, Schema>>;

const NO_PROPERTIES: Fields = {};

function checkFields(schema: Schema, value: object, visit: Visit): void {
  for (const key of schema.required ?? []) {
    if (!Object.hasOwn(value, key)) add(visit, "required", `lacks "${key}"`);
  }
  const known = schema.properties ?? NO_PROPERTIES;
  for (const key of Object.keys(value)) {
    const own = Object.hasOwn(known, key) ? known[key] : schema.additionalProperties;
    visit.path.push(key);
    if (own === false) addUnknown(visit, key, known);
    else if (own !== undefined) check(own, Reflect.get(value, key), visit);
    visit.path.pop();
  }
}

function checkList(schema: Schema, value: readonly unknown[], visit: Visit): void {
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema;
  if (value.length < minItems) add(visit, "minItems", `must have at least ${minItems} items`);
  if (value.length > maxItems) add(visit, "maxItems", `must have at most ${maxItems} items`);
  checkRepeats(schema, value, visit);
  if (schema.items === undefined) return;
  for (let index = 0; index < value.length; index++) {
    visit.path.push(index);
    check(schema.items, value[index], visit);
    visit.path.pop();
  }
}

function checkRepeats(schema: Schema, value: readonly unknown[], visit: Visit): void {
  const keys = schema["x-kubernetes-list-map-keys"];
  if (keys === undefined && schema.uniqueItems === undefined) return;
  const seen = new Set<string>();
  for (const item of value) {
    const own = keys === undefined ? item : keys.map((key) => fieldOf(item, key));
    const text = JSON.stringify(own);
    if (seen.has(text)) {
      add(
        visit,
        keys === undefined ? "uniqueItems" : "x-kubernetes-list-map-keys",
        `has ${text} twice`,
      );
    }
    seen.add(text);
  }
}

function checkText(schema: Schema, value: string, visit: Visit): void {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema;
  if (value.length < minLength)
    add(visit, "minLength", `must have at least ${minLength} characters`);
  if (value.length > maxLength)
    add(visit, "maxLength", `must have at most ${maxLength} characters`);
  if (schema.pattern !== undefined && !patternOf(schema.pattern).test(value)) {
    addPattern(visit, schema.pattern);
  }
}

function checkNumber(schema: Schema, value: number, visit: Visit): void {
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = schema;
  if (value < minimum) add(visit, "minimum", `must be at least ${minimum}`);
  if (value > maximum) add(visit, "maximum", `must be at most ${maximum}`);
}

function add({ path, found }: Visit, keyword: keyof Schema, message: string): void {
  found.push({ path: [...path], keyword, message, hint: "" });
}

function addType({ path, found }: Visit, type: string | readonly string[], value: unknown): void {
  const message = `must be ${article(type)}, not ${nameOf(value)}`;
  const mismatch = { path: [...path], keyword: "type", message, hint: "" } as const;
  found.push({ ...mismatch, ...kindOfMistake([type].flat(), value) });
}

function kindOfMistake(types: readonly string[], value: unknown) {
  if (types.includes("string") && ["number", "boolean"].includes(typeof value)) {
    return { wantsText: true } as const;
  }
  const isEmpty = value === null && types.every((one) => one === "object" || one === "array");
  return isEmpty ? ({ isEmpty } as const) : {};
}

// The pattern of the CRDs for quantities says less than an example.
const QUANTITY = "^(\\+|-)?((";

function addPattern({ path, found }: Visit, pattern: string): void {
  const isQuantity = pattern.startsWith(QUANTITY);
  const message = isQuantity ? "is no quantity of Kubernetes" : `must match ${pattern}`;
  const hint = isQuantity ? 'write such as "500m", "2", "50Mi" or "2Gi"' : "";
  found.push({ path: [...path], keyword: "pattern", message, hint });
}

function addUnknown({ path, found }: Visit, key: string, known: Fields): void {
  const message = "is no field that Argo knows";
  const hint = placeInside(key, known) || didYouMean(key, Object.keys(known));
  found.push({ path: [...path], keyword: "additionalProperties", message, hint });
}

/** Where a field belongs that stands one level too far out: a template's `resources` is its container's. */
function placeInside(key: string, known: Fields): string {
  for (const inner of ["container", "spec"]) {
    const schema = known[inner];
    const fields = schema === undefined ? undefined : resolve(schema).properties;
    if (fields !== undefined && Object.hasOwn(fields, key)) return `write it as ${inner}.${key}`;
  }
  return "";
}

const patterns = new Map<string, RegExp>();

function patternOf(source: string): RegExp {
  const known = patterns.get(source) ?? new RegExp(source);
  patterns.set(source, known);
  return known;
}

function fieldOf(item: unknown, key: string): unknown {
  return typeof item === "object" && item !== null ? Reflect.get(item, key) : undefined;
}

function hasType(type: string | readonly string[], value: unknown): boolean {
  return typeof type === "string" ? isType(type, value) : type.some((one) => isType(one, value));
}

function isType(type: string, value: unknown): boolean {
  if (type === "integer") return Number.isInteger(value);
  if (type === "string") return typeof value === "string";
  return nameOf(value) === type;
}

function nameOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

function article(type: string | readonly string[]): string {
  return [type]
    .flat()
    .map((one) => (/^[aio]/.test(one) ? `an ${one}` : `a ${one}`))
    .join(" or ");
}
