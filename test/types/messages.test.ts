// What the compiler says of wrong wiring: a person must be able to read it.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import test, { after } from "node:test";

const root = path.join(import.meta.dirname, "..", "..");

const PRELUDE = `
import { artifactProperty, BaseOperator, DAG, RuntimeParallelizeOperator } from "airgo";
const dag = new DAG("types");
const texts = dag.task("texts", async (): Promise<string[]> => ["a"]);
const numbers = dag.task("numbers", async () => [1, 2]);
const size = dag.task("size", ({ key }: { key: string }) => key.length);
const pair = dag.task("pair", ({ key, n }: { key: string; n: number }) => key.length + n);
const total = dag.task("total", ({ sizes }: { sizes: number[] }) => sizes.length);
class Extract extends BaseOperator {
  execute() {}
  @artifactProperty() get names(): string[] { return []; }
}
class Report extends BaseOperator<{ rows: number[] }> { execute() {} }
class Each extends RuntimeParallelizeOperator<number> { execute() {} }
const extract = new Extract({ taskId: "extract", dag });
`;

const WRONG: readonly [snippet: string, says: readonly string[]][] = [
  ["size({ key: numbers() });", ["Type 'number[]' is not assignable to type 'string'"]],
  [
    "size.expand({ key: numbers() });",
    ["'number[]' is not assignable to type 'readonly string[]'"],
  ],
  ["total({ sizes: texts() });", ["Type 'string[]' is not assignable to type 'number[]'"]],
  ["total({ sizes: size({ key: 'a' }) });", ["Type 'number' is not assignable to type 'number[]'"]],
  ["size({ key: 5 });", ["Type 'number' is not assignable to type 'Input<string>'"]],
  ["size({});", ["Property 'key' is missing"]],
  ["size({ key: 'a', kee: 'b' });", ["'kee' does not exist in type"]],
  ["pair.expand({ key: texts() });", ["give the others to partial() first"]],
  ["pair.partial({ n: 1, key: 'a' }).expand({ key: texts() });", ["no input is left"]],
  ["texts({ key: 'a' });", ["'key' does not exist in type 'NoInputs'"]],
  ["dag.if(size({ key: 'a' }));", ["Type 'number' is not assignable to type 'boolean'"]],
  [
    "new Report({ taskId: 'r', dag, rows: extract.output('names') });",
    ["Type 'string[]' is not assignable to type 'number[]'"],
  ],
  [
    "new Each({ taskId: 'e', dag, over: extract.output('names') });",
    ["Type 'string[]' is not assignable to type 'readonly number[]'"],
  ],
  ["extract.output('name');", ['"name"\' is not assignable', "OutputName<Extract>"]],
  [
    "export class Reused extends BaseOperator<{ retries: string }> { execute() {} }",
    [
      "'{ retries: string; }' does not satisfy the constraint 'OwnArguments'",
      "Types of property 'retries'",
    ],
  ],
];

const folder = mkdtempSync(path.join(tmpdir(), "airgo-types-"));
after(() => rmSync(folder, { recursive: true }));

/** What tsc says of each snippet, which has a line of its own. */
function compile(): readonly string[] {
  const file = path.join(folder, "wrong.ts");
  const first = PRELUDE.split("\n").length;
  writeFileSync(file, PRELUDE + WRONG.map(([snippet]) => `${snippet}\n`).join(""));
  const config = {
    extends: path.join(root, "tsconfig.json"),
    compilerOptions: { typeRoots: [path.join(root, "node_modules", "@types")] },
    include: [file],
  };
  writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify(config));
  const tsc = path.join(root, "node_modules", "typescript", "bin", "tsc");
  const args = [tsc, "--noEmit", "--pretty", "false", "-p", folder];
  const { stdout } = spawnSync(process.execPath, args, { encoding: "utf8" });
  const messages = stdout.split(/^(?=\S)/m);
  return WRONG.map((_, index) =>
    messages.filter((message) => message.includes(`wrong.ts(${first + index},`)).join(""),
  );
}

const said = compile();

for (const [index, [snippet, says]] of WRONG.entries()) {
  test(`tsc says of ${snippet} what does not fit`, () => {
    const message = said[index] ?? "";
    for (const part of says) assert.ok(message.includes(part), `${message || "nothing"}\n${part}`);
  });
}
