import type { Command } from "commander";

/** Loads every command of a program: for what knows all of their options, as config files, completion and `doctor` do. */
export type LoadAllCommands = (program: Command) => Promise<Command>;

/** `lceval` itself, from any command below it. */
export function rootOf(command: Command): Command {
  return command.parent === null ? command : rootOf(command.parent);
}

/** A command's words after `lceval`: `score`, `judges list`. */
export const pathOf = (command: Command): string =>
  command.parent?.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();

/** The commands that run: all below a command, or it alone where none are. */
export const leafCommands = (command: Command): Command[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(leafCommands);
