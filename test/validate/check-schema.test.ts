import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import fc from "fast-check";
import { loadAll } from "js-yaml";
import { ARGO_SCHEMA } from "../../src/validate/argo-schema.ts";
import { type ArgoKind, checkSchema, type Mismatch } from "../../src/validate/check-schema.ts";

const KINDS = ["WorkflowTemplate", "CronWorkflow", "Workflow"] as const;
const MAP_KEYS = "x-kubernetes-list-map-keys";

const ajv = new Ajv({ strict: false, allErrors: true });
ajv.addKeyword({
  keyword: MAP_KEYS,
  validate: (keys: readonly string[], items: unknown) => {
    if (!Array.isArray(items)) return true;
    const texts = items.map((item) => JSON.stringify(keys.map((key) => item?.[key])));
    return new Set(texts).size === texts.length;
  },
});
const oracles = new Map(
  KINDS.map((kind): [ArgoKind, ValidateFunction] => [
    kind,
    ajv.compile({ ...ARGO_SCHEMA.kinds[kind], $defs: ARGO_SCHEMA.$defs }),
  ]),
);

const goldenFolder = path.join(import.meta.dirname, "..", "golden");
const manifests = readdirSync(goldenFolder).flatMap((file) =>
  loadAll(readFileSync(path.join(goldenFolder, file), "utf8")),
);

function kindOf(manifest: unknown): (typeof KINDS)[number] {
  const kind = KINDS.find((known) => JSON.stringify(manifest).includes(`"kind":"${known}"`));
  assert.ok(kind !== undefined);
  return kind;
}

/** Where ajv and airgo say that something is wrong, and by which keyword. */
function placesOfAjv(errors: readonly ErrorObject[]): string[] {
  const wrongTypes = new Set(errors.flatMap((e) => (e.keyword === "type" ? [e.instancePath] : [])));
  return unique(
    errors.flatMap(({ instancePath, keyword, params }) => {
      // That a value of a wrong type is also no choice says nothing more.
      if (keyword === "enum" && wrongTypes.has(instancePath)) return [];
      const key =
        keyword === "additionalProperties" ? `/${pointer(params.additionalProperty)}` : "";
      return [`${keyword} ${instancePath}${key}`];
    }),
  );
}

function placesOfAirgo(found: readonly Mismatch[]): string[] {
  return unique(
    found.map((mismatch) => {
      const steps = mismatch.path.map((step) => `/${pointer(String(step))}`);
      return `${mismatch.keyword} ${steps.join("")}`;
    }),
  );
}

function pointer(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

function unique(places: readonly string[]): string[] {
  return [...new Set(places)].sort();
}

const replacement = fc.oneof(
  fc.constantFrom<unknown>(null, "", "a b", "Always", "@daily", "500m", 1, 1.5, -1, 2 ** 40, true),
  fc.constant({}),
  fc.constant({ name: "x", unknown: 1 }),
  fc.constant([]),
  fc.constant(["x", "x"]),
);

/** Changes one place of a copy of the value: `at` chooses where. */
function mutate(value: unknown, at: readonly number[], change: unknown): unknown {
  const [first = 0, ...rest] = at;
  if (typeof value !== "object" || value === null || rest.length === 0) return change;
  const keys = Object.keys(value);
  const key = keys[first % (keys.length + 1)];
  if (key === undefined)
    return Array.isArray(value) ? [...value, change] : { ...value, odd: change };
  if (first % 7 === 6 && !Array.isArray(value)) {
    return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
  }
  const inner = mutate(Reflect.get(value, key), rest, change);
  return Array.isArray(value)
    ? value.map((item, index) => (String(index) === key ? inner : item))
    : { ...value, [key]: inner };
}

test("every golden manifest is what Argo's schema wants", () => {
  for (const manifest of manifests) {
    assert.deepEqual(checkSchema(kindOf(manifest), manifest), []);
  }
});

test("a changed manifest is refused at the same places as by ajv", () => {
  let refused = 0;
  const at = fc.array(fc.nat({ max: 30 }), { minLength: 2, maxLength: 9 });
  fc.assert(
    fc.property(fc.constantFrom(...manifests), at, replacement, (manifest, places, change) => {
      const kind = kindOf(manifest);
      const changed = mutate(manifest, places, change);
      const oracle = oracles.get(kind);
      assert.ok(oracle !== undefined);
      if (!oracle(changed)) refused++;
      assert.deepEqual(placesOfAirgo(checkSchema(kind, changed)), placesOfAjv(oracle.errors ?? []));
    }),
    { numRuns: 2000 },
  );
  assert.ok(refused > 500, "most changes are wrong");
});

const template = (fields: object) => checkSchema("Template", fields);

test("a field that Argo does not know is refused, with the one that was probably meant", () => {
  assert.deepEqual(template({ container: { imagePullPolcy: "Always" } }), [
    {
      path: ["container", "imagePullPolcy"],
      keyword: "additionalProperties",
      message: "is no field that Argo knows",
      hint: 'did you mean "imagePullPolicy"?',
    },
  ]);
});

test("numbers stand where Kubernetes takes a number or a text", () => {
  const limits = { cpu: 1, memory: "1Gi" };
  assert.deepEqual(
    template({ retryStrategy: { limit: 2 }, container: { resources: { limits } } }),
    [],
  );
  assert.equal(template({ container: { resources: { limits: { cpu: "1 core" } } } }).length, 1);
});

test("things of the same name in one list are refused", () => {
  const env = [{ name: "A" }, { name: "B" }, { name: "A" }];
  const [found] = template({ container: { env } });
  assert.deepEqual([found?.path, found?.message], [["container", "env"], 'has ["A"] twice']);
});

test("the caps of the full CRDs are part of the schema", () => {
  const tasks = Array.from({ length: 201 }, (_, index) => ({ name: `t${index}` }));
  const [found] = template({ dag: { tasks } });
  assert.equal(found?.message, "must have at most 200 items");
});
