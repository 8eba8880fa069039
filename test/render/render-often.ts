// Renders one of two sets at a time into the folder that is named, many times: test/render/output-folder.test.ts.

import { writeRendered } from "../../src/render/output-folder.ts";
import { FILE_HEADER } from "../../src/render/render-project.ts";

const [, , folder = ""] = process.argv;
for (let round = 0; round < 300; round++) {
  const names = round % 2 === 0 ? ["a.yaml", "b.yaml"] : ["a.yaml", "backfill_workflows/a.yaml"];
  const files = new Map(names.map((name) => [name, `${FILE_HEADER}round: ${round}\n`]));
  writeRendered(folder, files, { projectName: "demo" });
}
