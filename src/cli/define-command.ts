// A command is what yargs is told and what is done. Parsing only chooses: nothing runs while yargs is on the stack, so
// that its own failures and a command's are never confused.

import type { ArgumentsCamelCase, Argv } from "yargs";
import { type AirgoError, isAirgoError } from "../core/errors.ts";
import type { World } from "./world.ts";

/** What a command line asks for; resolves to the exit code. */
export type Action = (world: World) => Promise<number>;

/** One command, with the types of its arguments. */
export interface CommandDefinition<Args> {
  /** Name and arguments, as yargs writes them: `list [DAG]`. */
  readonly command: string;
  readonly describe: string;
  /** Arguments, options and examples. */
  readonly builder: (yargs: Argv) => Argv<Args>;
  readonly handler: (args: ArgumentsCamelCase<Args>, world: World) => Promise<number>;
  /** Tells a mistake otherwise than all commands do; returns the exit code, or undefined where it tells nothing. */
  readonly refuse?: (
    error: AirgoError,
    args: ArgumentsCamelCase<Args>,
    world: World,
  ) => number | undefined;
  /** Commands below this one: `runs show`. */
  readonly commands?: readonly Command[];
}

type Choose = (action: Action) => void;

/** A command whose types are its own matter. */
export interface Command {
  readonly command: string;
  readonly describe: string;
  readonly commands: readonly Command[];
  /** Tells yargs of the command; a command line that asks for it ends in one call of `choose`. `instead`: of its handler. */
  readonly register: (yargs: Argv, choose: Choose, instead?: Action) => void;
}

export function defineCommand<Args>(definition: CommandDefinition<Args>): Command {
  const { command, describe, builder, handler, refuse, commands = [] } = definition;
  return {
    command,
    describe,
    commands,
    register: (yargs, choose, instead) => {
      const build = (own: Argv): Argv<Args> => {
        for (const inner of commands) inner.register(own, choose, instead);
        return builder(own);
      };
      yargs.command<Args>(command, describe, build, (args) =>
        choose((world) =>
          refusing(
            async () => (instead === undefined ? handler(args, world) : instead(world)),
            (error) => refuse?.(error, args, world),
          ),
        ),
      );
    },
  };
}

async function refusing(
  act: () => Promise<number>,
  refuse: (error: AirgoError) => number | undefined,
): Promise<number> {
  try {
    return await act();
  } catch (error) {
    const code = isAirgoError(error) ? refuse(error) : undefined;
    if (code === undefined) throw error;
    return code;
  }
}

/** The same command line, done otherwise: how the npm package hands a command to the bundle. */
export function redirect(command: Command, action: Action): Command {
  return { ...command, register: (yargs, choose) => command.register(yargs, choose, action) };
}
