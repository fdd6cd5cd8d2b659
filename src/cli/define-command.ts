// A command as one object (what it asks of the library, what it takes beside that, examples, what it does) → commander's.
import type { Command, OptionValues } from "commander";
import { type AnyTable, membersOf, type OptionTable } from "../pipeline/options/option-table.js";
import { type LoadAllCommands, pathOf } from "./command-tree.js";
import { listExamples } from "./help/list-examples.js";
import { type CommonOptions, commonOptions, type OwnOptions } from "./options/common-options.js";
import { headingRank, TableOption, toArgument } from "./options/table-option.js";

/** What a command is run with, beside its options. */
export interface CommandContext {
  readonly command: Command;
  readonly loadAll: LoadAllCommands;
}

export interface CommandSpec<Request, Options> {
  /** What it is for, in one clause; of those that the outline names, the outline says it. */
  readonly summary?: string;
  /** The members of the library's request. */
  readonly request: OptionTable<Request>;
  /** What only the command line has: where results go, and the like. */
  readonly options: OwnOptions<Options>;
  readonly examples: readonly string[];
  /** Loads what it needs, and does it. */
  readonly run: (
    request: Request,
    options: Options & CommonOptions,
    context: CommandContext,
  ) => void | Promise<void>;
}

/** A command that can be put into a program. */
export interface DefinedCommand {
  readonly summary?: string | undefined;
  readonly addTo: (command: Command, loadAll: LoadAllCommands) => void;
}

export function defineCommand<Request extends object, Options extends object>(
  spec: CommandSpec<Request, Options>,
): DefinedCommand {
  const addTo = (command: Command, loadAll: LoadAllCommands) => {
    const table: AnyTable = { ...spec.request, ...spec.options, ...commonOptions } as AnyTable;
    const words = Object.entries(table).flatMap(([member, entry]) =>
      "argument" in entry ? [{ member, entry }] : [],
    );
    for (const { entry } of words) command.addArgument(toArgument(entry));
    const options = Object.entries(table).flatMap(([member, entry]) =>
      "flag" in entry ? [new TableOption(member, entry)] : [],
    );
    // headings come in the order of the first option below each
    for (const option of options.sort((a, b) => headingRank(a) - headingRank(b))) command.addOption(option);
    command.optionsGroup("Everywhere:").helpOption("-h, --help", "show this help");
    command.addHelpText("after", listExamples(spec.examples));
    command.action(async (...given: unknown[]) => {
      const values: OptionValues = {
        ...command.opts(),
        ...Object.fromEntries(words.map(({ member }, i) => [member, given[i]])),
      };
      const request = membersOf(spec.request, values);
      if ("isEnvFileTrusted" in spec.request) {
        const { endpointTrust } = await import("./settings/settings.js");
        Object.assign(request, endpointTrust(command, process.argv));
      }
      await spec.run(request, values as Options & CommonOptions, { command, loadAll });
    });
  };
  return { summary: spec.summary, addTo };
}

/** Commands below one name. */
export const defineGroup = (commands: Readonly<Record<string, DefinedCommand>>): DefinedCommand => ({
  addTo: (group, loadAll) => {
    for (const [name, { summary, addTo }] of Object.entries(commands)) {
      const command = group.command(name).description(summary ?? "");
      addTo(command, loadAll);
      command.showHelpAfterError(`(see \`lceval ${pathOf(command)} --help\`)`);
    }
  },
});
