import assert from "node:assert/strict";
import test from "node:test";
import { analyzeImports } from "../../src/project/analyze-imports.ts";
import { readProject } from "../../src/project/read-project.ts";
import { BundleProject, dagFile } from "./bundle-project.ts";

const HEAVY = `export const table = ${JSON.stringify("x".repeat(20_000))};
const before = process.cpuUsage();
while (process.cpuUsage(before).user < 60_000);
`;

test("a file's cost is its time in a fresh process, its code, and its packages by their sizes", async (t) => {
  const project = new BundleProject({
    "dags/light.ts": dagFile("light"),
    "dags/heavy.ts": dagFile(
      "heavy",
      "return small + table.length",
      'import { table } from "heavy";\nimport { small } from "@scope/small";\nconsole.log("12 ms");',
    ),
    "dags/broken.ts": 'throw new Error("broken");',
    "node_modules/heavy/index.js": HEAVY,
    "node_modules/@scope/small/index.js": "export const small = 1;\n",
    "node_modules/unused/index.js": "export const unused = 1;\n",
  });
  t.after(() => project.remove());
  const built = await project.build();
  const costs = await analyzeImports(await readProject(project.root), built);
  assert.deepEqual(
    costs.map(({ file }) => file),
    ["dags/heavy.ts", "dags/light.ts"],
    "the dearest first; what is broken is told of by the build",
  );
  const [heavy, light] = costs;
  assert.ok(heavy?.milliseconds !== undefined && heavy.milliseconds >= 60);
  assert.ok(light?.milliseconds !== undefined && light.milliseconds < 60);
  assert.deepEqual(
    heavy.packages.map(({ name }) => name),
    ["heavy", "@scope/small"],
  );
  assert.ok(heavy.bytes > 20_000 && light.bytes < 1_000);
  assert.deepEqual(light.packages, []);
});

test("code that several files share is a cost of each", async (t) => {
  const shared = 'import { shared } from "./_shared.ts";';
  const project = new BundleProject({
    "dags/_shared.ts": `export const shared = ${JSON.stringify("x".repeat(5_000))};`,
    "dags/a.ts": dagFile("a", "return shared", shared),
    "dags/b.ts": dagFile("b", "return shared", shared),
  });
  t.after(() => project.remove());
  const costs = await analyzeImports(await readProject(project.root), await project.build());
  assert.equal(costs.length, 2);
  for (const { bytes } of costs) assert.ok(bytes > 5_000);
});
