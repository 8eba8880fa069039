// `airgo` as the npm package has it, from its sources.

import { main } from "../../src/npm/main.ts";

await main();
