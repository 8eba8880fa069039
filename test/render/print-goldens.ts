// A process of its own for the test that the place where airgo runs does not show.

import { renderProject, textOf } from "../../src/render/render-project.ts";
import { goldenDags } from "./goldens.ts";
import { SETTINGS } from "./settings.ts";

goldenDags().then((dags) => {
  // In another order than the test has them.
  const specs = dags.map((dag) => dag.spec()).reverse();
  process.stdout.write(textOf(renderProject(specs, SETTINGS)));
});
