import assert from "node:assert/strict";
import test from "node:test";
import { traverseDagsFolder } from "airgo";
import { runDag } from "airgo/testing";
import { dag as helloWorld } from "../dags/hello-world.ts";

test("every DAG file loads, every DAG can be built, and each id is given once", async () => {
  const dags = await traverseDagsFolder();
  assert.ok(Object.keys(dags).includes("hello-world"));
});

test("hello-world greets from its first task, and then from the two below it", async () => {
  const { phases, logs } = await runDag(helloWorld, { executionDate: "2019-03-07" });
  assert.deepEqual(phases, {
    "hello-1": "Succeeded",
    "hello-2": "Succeeded",
    "hello-3": "Succeeded",
  });
  const [first, ...others] = logs.map(({ message }) => message);
  assert.equal(first, "Hello from operator1");
  assert.deepEqual(others.sort(), ["Hello from operator2", "Hello from operator3"]);
});
