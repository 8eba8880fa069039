// The commands that a bundle has: all that need nothing but the DAGs. The npm package adds those that need the project.

import { backfillCommand } from "./commands/backfill.ts";
import { completionCommand } from "./commands/completion.ts";
import { configCommand } from "./commands/config.ts";
import { listCommand } from "./commands/list.ts";
import { renderCommand } from "./commands/render.ts";
import { retryCommand } from "./commands/retry.ts";
import { runCommand } from "./commands/run.ts";
import { runsCommand } from "./commands/runs.ts";
import { stopCommand } from "./commands/stop.ts";
import { submitCommand } from "./commands/submit.ts";
import { validateCommand } from "./commands/validate.ts";
import type { Command } from "./define-command.ts";

/** In the order of the help. */
export const COMMANDS: readonly Command[] = [
  runCommand,
  runsCommand,
  listCommand,
  validateCommand,
  renderCommand,
  submitCommand,
  backfillCommand,
  stopCommand,
  retryCommand,
  configCommand,
  completionCommand,
];
