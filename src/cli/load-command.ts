// A command that is a name and a summary (`command-outline.ts`) → the command with its options, action and help.
import type { Command } from "commander";
import { commandOutline, type OutlinedCommand } from "./command-outline.js";
import { pathOf } from "./command-tree.js";

const outlined: Readonly<Record<string, OutlinedCommand>> = Object.assign(
  {},
  ...Object.values(commandOutline),
);
const loading = new WeakMap<Command, Promise<void>>();

function loadOnce(command: Command): Promise<void> {
  const load = loading.get(command) ?? loadCommand(command);
  loading.set(command, load);
  return load;
}

async function loadCommand(command: Command): Promise<void> {
  (await outlined[command.name()]!.load()).addTo(command, loadAllCommands);
  command.showHelpAfterError(`(see \`lceval ${pathOf(command)} --help\`)`);
}

/** Loads the commands that are among the words of a command line: the one that runs, or whose help is asked for. */
export async function loadNamedCommands(program: Command, words: readonly string[]): Promise<void> {
  await Promise.all(program.commands.filter((command) => words.includes(command.name())).map(loadOnce));
}

/** Loads every command that is not loaded yet. */
export async function loadAllCommands(program: Command): Promise<Command> {
  await Promise.all(program.commands.map(loadOnce));
  return program;
}
