// The commands that a bundle has: all that need nothing but the DAGs. The npm package adds those that need the project.

import { completionCommand } from "./commands/completion.ts";
import { runCommand } from "./commands/run.ts";
import type { Command } from "./define-command.ts";

export const COMMANDS: readonly Command[] = [runCommand, completionCommand];
