// ES modules are evaluated in the order in which they are imported; that must not depend on what other DAG files import.

import assert from "node:assert/strict";
import test from "node:test";
import { BundleProject, dagFile } from "./bundle-project.ts";

const SAYS = (name: string) => `(globalThis as { said?: string[] }).said ??= [];
(globalThis as unknown as { said: string[] }).said.push("${name}");\n`;
const TELL = "return (globalThis as unknown as { said: string[] }).said";

async function evaluatedBy(files: Readonly<Record<string, string>>, dagId: string) {
  const project = new BundleProject(files);
  try {
    await project.build();
    const { code, stderr } = project.runPod(dagId, "task");
    assert.equal(code, 0, stderr);
    const said: string[] = JSON.parse(project.read("out/return_value"));
    return said;
  } finally {
    project.remove();
  }
}

const ALONE = {
  "dags/_env.ts": SAYS("env"),
  "lib/client.ts": `${SAYS("client")}export const client = 1;`,
  "lib/log.ts": `${SAYS("log")}export const log = 1;`,
  "dags/a.ts": `import "./_env.ts";
import { client } from "../lib/client.ts";
import { log } from "../lib/log.ts";
${SAYS("a")}${dagFile("a", TELL)}
console.log(client, log);`,
};
const OTHERS = {
  "dags/b.ts": `import { client } from "../lib/client.ts";\n${dagFile("b", TELL)}\nconsole.log(client);`,
  "dags/c.ts": `import { log } from "../lib/log.ts";
import { client } from "../lib/client.ts";
${SAYS("c")}${dagFile("c", TELL)}
console.log(client, log);`,
};

test("what a DAG file imports is evaluated in its order, whatever other DAG files share of it", async () => {
  const wanted = ["env", "client", "log", "a"];
  assert.deepEqual(await evaluatedBy(ALONE, "a"), wanted);
  assert.deepEqual(await evaluatedBy({ ...ALONE, ...OTHERS }, "a"), wanted);
  assert.deepEqual(await evaluatedBy({ ...ALONE, ...OTHERS }, "c"), ["log", "client", "c"]);
});

test("what is shared is there once, also where it had to be put apart", async () => {
  const project = new BundleProject({ ...ALONE, ...OTHERS });
  try {
    await project.build();
    const text = project.read("dist/airgo.js");
    assert.equal(text.split('said.push(\\"client\\")').length - 1, 1);
    assert.equal(text.split('said.push(\\"env\\")').length - 1, 1);
  } finally {
    project.remove();
  }
});
