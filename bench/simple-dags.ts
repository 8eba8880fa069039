// Projects of many DAGs that are alike: twenty tasks in five layers of four, each layer below all of the one before.

import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { findAirgoPackage } from "../src/project/airgo-package.ts";
import { buildBundle } from "../src/project/build-bundle.ts";
import { readProject } from "../src/project/read-project.ts";

/** All DAGs in one file, made in a loop, or a file each. */
export type Layout = "loop" | "files";

const BUILD = `import { BaseOperator, DAG } from "airgo";

class Step extends BaseOperator<{ message: string }> {
  execute(): void {
    this.logger.info(this.args.message);
  }
}

function build(number: number): DAG {
  const dag = new DAG(\`dag-\${number}\`, {
    description: \`Number \${number}\`,
    defaultArgs: { retries: 1, requestsCpu: "10m", requestsMemory: "50Mi" },
  });
  let above: Step[] = [];
  for (let layer = 0; layer < 5; layer++) {
    const own = [0, 1, 2, 3].map(
      (at) => new Step({ taskId: \`step-\${layer}-\${at}\`, message: "hello", dag }),
    );
    for (const step of own) step.after(above);
    above = own;
  }
  return dag;
}
`;

/** Makes the project and its bundle; gives the bundle's path. */
export async function bundleSimpleDags(
  root: string,
  count: number,
  layout: Layout,
): Promise<string> {
  mkdirSync(path.join(root, "dags"), { recursive: true });
  writeFileSync(path.join(root, "package.json"), '{ "name": "bench", "type": "module" }');
  for (const [file, text] of layout === "loop" ? loop(count) : files(count)) {
    writeFileSync(path.join(root, "dags", file), text);
  }
  return (await buildBundle(await readProject(root), findAirgoPackage())).file;
}

type Files = readonly (readonly [file: string, text: string])[];

function loop(count: number): Files {
  const list = `export const dags = Array.from({ length: ${count} }, (_, number) => build(number));\n`;
  return [["all.ts", BUILD + list]];
}

function files(count: number): Files {
  return Array.from({ length: count }, (_, number) => [
    `dag-${number}.ts`,
    `${BUILD}export const dag = build(${number});\n`,
  ]);
}
