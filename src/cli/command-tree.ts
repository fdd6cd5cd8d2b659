import type { CommandUnknownOpts } from "@commander-js/extra-typings";

/** Loads every command of a program: for what knows all of their options, as config files, completion and `doctor` do. */
export type LoadAllCommands = (program: CommandUnknownOpts) => Promise<CommandUnknownOpts>;

/** `lceval` itself, from any command below it. */
export function rootOf(command: CommandUnknownOpts): CommandUnknownOpts {
  return command.parent === null ? command : rootOf(command.parent);
}

/** A command's words after `lceval`: `score`, `judges list`. */
export const pathOf = (command: CommandUnknownOpts): string =>
  command.parent?.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();

/** The commands that run: all below a command, or it alone where none are. */
export const leafCommands = (command: CommandUnknownOpts): CommandUnknownOpts[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(leafCommands);
