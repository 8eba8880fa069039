import { AirgoError } from "../../core/errors.ts";
import { completionScript, SHELLS } from "../completion-script.ts";
import { defineCommand } from "../define-command.ts";
import { EXIT_OK } from "../exit-codes.ts";

export const completionCommand = defineCommand({
  command: "completion [SHELL]",
  describe: "Print the completion of commands, DAGs and tasks for a shell",
  builder: (yargs) =>
    yargs
      .positional("SHELL", { choices: SHELLS, describe: "yours, unless given" })
      .example("source <($0 completion bash)", "in ~/.bashrc")
      .example("source <($0 completion zsh)", "in ~/.zshrc, after compinit"),
  handler: async ({ SHELL }, world) => {
    const own = SHELLS.find((name) => world.env.SHELL?.endsWith(name));
    const shell = SHELL ?? own;
    if (shell === undefined) {
      throw new AirgoError("usage", "completion for which shell?", {
        hint: `name one: ${SHELLS.join(" or ")}`,
      });
    }
    world.stdout.write(completionScript(shell));
    return EXIT_OK;
  },
});
