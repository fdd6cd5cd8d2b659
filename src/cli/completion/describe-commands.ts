// The program's commands and options → what a shell needs to know to complete them.
import type { Command } from "commander";
import { pathOf } from "../command-tree.js";
import { optionsOf, type TableOption } from "../options/table-option.js";

/** What may stand in a place: certain words, file names, or either. */
export interface Completable {
  readonly words: readonly string[];
  readonly hasFiles: boolean;
}

export interface CompletableOption {
  readonly long: string;
  readonly short: string | null;
  readonly description: string;
  /** What may follow; null for a switch. */
  readonly value: Completable | null;
}

export interface CompletableCommand {
  /** The words after `lceval`; empty for lceval itself. */
  readonly path: string;
  readonly subcommands: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly CompletableOption[];
  readonly argument: Completable;
}

const nothing: Completable = { words: [], hasFiles: false };

const isFilePlaceholder = /file|path|annotations|outputs|instructions|models|result|source/;

/** lceval itself, and every command and subcommand. */
export function describeCommands(program: Command, judges: readonly string[]): CompletableCommand[] {
  const describe = (command: Command): CompletableCommand[] => [
    {
      path: command === program ? "" : pathOf(command),
      subcommands: [
        ...command.commands.map((each) => ({ name: each.name(), description: each.description() })),
        ...(command === program ? [{ name: "help", description: "help for a command or a topic" }] : []),
      ],
      options: [
        ...optionsOf(command).map((option) => describeOption(option, judges)),
        { long: "--help", short: "-h", description: "show help", value: null },
      ],
      argument: describeArgument(command, judges),
    },
    ...command.commands.flatMap(describe),
  ];
  return describe(program);
}

function describeOption(option: TableOption, judges: readonly string[]): CompletableOption {
  const { description, flags, entry } = option;
  const placeholder = /[<[](.*)[>\]]/.exec(flags)?.[1] ?? "";
  const words = option.name() === "judge" ? judges : entry.value.words;
  const hasValue = entry.value.given !== "as-switch";
  return {
    long: option.long!,
    short: option.short ?? null,
    description,
    value: hasValue ? { words, hasFiles: isFilePlaceholder.test(placeholder) } : null,
  };
}

function describeArgument(command: Command, judges: readonly string[]): Completable {
  const [argument] = command.registeredArguments;
  if (!argument) return nothing;
  if (argument.argChoices) return { words: argument.argChoices, hasFiles: false };
  const isJudge = argument.name() === "name|path";
  return { words: isJudge ? judges : [], hasFiles: true };
}

/** Every option that takes a value, with its names as they are typed, grouped by what may follow. */
export function groupValues(commands: readonly CompletableCommand[]) {
  const groups = new Map<string, { value: Completable; places: string[] }>();
  for (const { path, options } of commands)
    for (const { long, short, value } of options) {
      if (value === null) continue;
      const key = JSON.stringify(value);
      const group = groups.get(key) ?? { value, places: [] };
      group.places.push(...[long, short].filter((name) => name !== null).map((name) => `${path} ${name}`));
      groups.set(key, group);
    }
  return [...groups.values()];
}

/** The places at which a word leads to another command: ` judges`, `judges list`. */
export const stepsDown = (commands: readonly CompletableCommand[]): string[] =>
  commands.map(({ path }) => (path.includes(" ") ? path : ` ${path}`)).filter((place) => place !== " ");
