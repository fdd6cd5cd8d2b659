// A command that is a name and a summary (`command-outline.ts`) → the command with its options, action and help.
import type { Command, CommandUnknownOpts } from "@commander-js/extra-typings";
import { commandOutline, type OutlinedCommand } from "./command-outline.js";
import { leafCommands, pathOf } from "./command-tree.js";
import { examplesBelow } from "./help/command-examples.js";
import { groupOptions } from "./help/option-groups.js";

const outlined: Readonly<Record<string, OutlinedCommand>> = Object.assign(
  {},
  ...Object.values(commandOutline),
);
const loading = new WeakMap<CommandUnknownOpts, Promise<void>>();

function loadOnce(command: CommandUnknownOpts): Promise<void> {
  const load = loading.get(command) ?? loadCommand(command);
  loading.set(command, load);
  return load;
}

async function loadCommand(command: CommandUnknownOpts): Promise<void> {
  const define = await outlined[command.name()]!.load();
  define(command as unknown as Command, loadAllCommands);
  for (const each of [command, ...command.commands])
    each.showHelpAfterError(`(see \`lceval ${pathOf(each)} --help\`)`);
  for (const leaf of leafCommands(command)) {
    groupOptions(leaf);
    leaf.addHelpText("after", examplesBelow(pathOf(leaf)));
  }
}

/** Loads the commands that are among the words of a command line: the one that runs, or whose help is asked for. */
export async function loadNamedCommands(
  program: CommandUnknownOpts,
  words: readonly string[],
): Promise<void> {
  await Promise.all(program.commands.filter((command) => words.includes(command.name())).map(loadOnce));
}

/** Loads every command that is not loaded yet. */
export async function loadAllCommands(program: CommandUnknownOpts): Promise<CommandUnknownOpts> {
  await Promise.all(program.commands.map(loadOnce));
  return program;
}
