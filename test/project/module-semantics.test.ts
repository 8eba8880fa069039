// What a user's modules may count on: in a pod they behave as ES modules do in Node.

import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { BundleProject } from "./bundle-project.ts";

const imports = `import * as path from "node:path";
import * as fs from "node:fs";
import os from "node:os";`;

/** One task a case, so that each stands or falls by itself. */
const CASES: Readonly<Record<string, readonly [body: string, output: string]>> = {
  "functions have no this": ["return (function () { return this === undefined; })()", "true"],
  "what is frozen cannot be written": [
    "try { (Object.freeze({ a: 1 }) as { a: number }).a = 2; return 'written'; } catch (error) { return (error as Error).name; }",
    '"TypeError"',
  ],
  "a variable that is not declared is an error": [
    "try { eval('undeclared = 1'); return 'made'; } catch (error) { return (error as Error).name; }",
    '"ReferenceError"',
  ],
  "a namespace of one of Node's modules has its names": [
    "return [Object.keys(path).includes('join'), typeof { ...fs }.readFileSync, path.default === path.posix, typeof os.cpus]",
    '[true,"function",true,"function"]',
  ],
  "import() of a CommonJS package gives its names": [
    "const late = await import('old'); return [late.greet('you'), late.default.greet('me'), typeof late.Thing]",
    '["hello you","hello me","function"]',
  ],
  "import() of a CommonJS package that is a function gives what hangs on it": [
    "const late = await import('old-function'); return [late.default(1), late.twice(2)]",
    "[1,4]",
  ],
  "a commented import() of what is computed stays Node's own": [
    `const name = "node:" + "path";
  const m = await import(/* computed */ name);
  const l = await import(/* here */ "./_late.ts");
  return [typeof m.default.join, l.late]`,
    '["function","late"]',
  ],
};

const ids = Object.keys(CASES).map((_, at) => `case-${at}`);
const tasks = Object.values(CASES).map(
  ([body], at) => `const t${at} = dag.task("${ids[at]}", async (): Promise<unknown> => { ${body} });
take({ value: t${at}() }, { id: "take-${at}" });`,
);

const project = new BundleProject({
  "dags/cases.ts": `import { DAG } from "airgo";
${imports}
export const dag = new DAG("cases");
const take = dag.task("take", async ({ value }: { value: unknown }) => value);
${tasks.join("\n")}
`,
  "dags/_late.ts": 'export const late = "late";',
  "node_modules/old/package.json": '{ "name": "old", "main": "index.js" }',
  "node_modules/old/index.js":
    "exports.greet = (name) => 'hello ' + name; exports.Thing = class {};",
  "node_modules/old-function/package.json": '{ "name": "old-function" }',
  "node_modules/old-function/index.js":
    "module.exports = (value) => value; module.exports.twice = (value) => 2 * value;",
});

before(() => project.build());
after(() => project.remove());

for (const [at, [title, [, output]]] of Object.entries(CASES).entries()) {
  test(title, () => {
    const { code, stderr } = project.runPod("cases", `case-${at}`);
    assert.equal(code, 0, stderr);
    assert.equal(project.read("out/return_value"), output);
  });
}
