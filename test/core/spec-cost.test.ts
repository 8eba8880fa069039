// What a spec costs, counted and not timed: a project has thousands of tasks, most of which say nothing of their own.

import assert from "node:assert/strict";
import test from "node:test";
import { BaseOperator, DAG } from "airgo";
import { isAirgoError } from "../../src/core/errors.ts";

const TASKS = 50;

class Say extends BaseOperator<{ message: string }> {
  execute(): void {}
}

function manyTasks(options: object = {}): DAG {
  const dag = new DAG("many", { defaultArgs: { retries: 1, parameters: { MODE: "fast" } } });
  for (let at = 0; at < TASKS; at++) {
    new Say({ taskId: `task-${at}`, message: "hello", dag, ...options });
  }
  return dag;
}

test("the default options of a DAG are read once, and shared by the tasks that have none of their own", () => {
  const { tasks } = manyTasks().spec();
  assert.equal(new Set(tasks.map(({ resources }) => resources)).size, 1);
  assert.equal(new Set(tasks.map(({ parameters }) => parameters)).size, 1);
  const { tasks: own } = manyTasks({ retries: 2 }).spec();
  assert.equal(new Set(own.map(({ parameters }) => parameters)).size, TASKS);
});

test("a spec calls each task's constructor once more, and no other code of the user's", () => {
  let constructed = 0;
  class Counted extends BaseOperator<{ message: string }> {
    readonly number = ++constructed;

    execute(): void {
      assert.fail("nothing is executed");
    }
  }
  const dag = new DAG("counted");
  for (let at = 0; at < TASKS; at++) new Counted({ taskId: `task-${at}`, message: "hello", dag });
  assert.equal(constructed, TASKS);
  dag.spec();
  assert.equal(constructed, 2 * TASKS);
});

test("a wrong default is told of once, and what follows from it for each task not at all", () => {
  const dag = new DAG("wrong", {
    defaultArgs: { retryDelay: "soon", retryExponentialBackoff: true },
  });
  for (let at = 0; at < TASKS; at++) new Say({ taskId: `task-${at}`, message: "hello", dag });
  assert.throws(
    () => dag.spec(),
    (error) => isAirgoError(error) && error.problems.length === 1,
  );
});
