// An entry of an option table → commander's option, which keeps its entry for settings, completion and schema.
import { Argument, type Command, InvalidArgumentError, Option } from "commander";
import { type ArgumentEntry, type FlagEntry, headings } from "../../pipeline/options/option-table.js";
import { type OptionValue, WrongValue } from "../../pipeline/options/option-values.js";
import { pathOf } from "../command-tree.js";

export class TableOption extends Option {
  readonly #member: string;
  readonly entry: FlagEntry<unknown>;

  constructor(member: string, entry: FlagEntry<unknown>) {
    super(entry.flag, entry.help);
    this.#member = member;
    this.entry = entry;
    this.default(entry.default)
      .makeOptionMandatory(entry.required === true)
      .helpGroup(entry.heading ?? headings[0]);
    if (entry.value.given !== "as-switch") this.argParser(readsFlag(entry.value));
  }

  /** Its place in the request, under which its value is kept. */
  override attributeName(): string {
    return this.#member;
  }

  /** Options that steer the tool itself and cannot be set elsewhere. */
  get isFlagOnly(): boolean {
    return this.#member === "config";
  }
}

/** The place of its heading in help. */
export const headingRank = ({ entry }: TableOption): number => headings.indexOf(entry.heading ?? headings[0]);

/** The options of a command that a table made: all but `--help` and `--version`. */
export const optionsOf = (command: Command): TableOption[] =>
  command.options.filter((option) => option instanceof TableOption);

/** `--judge-model` → `LCEVAL_JUDGE_MODEL`; `leaderboard --baseline` → `LCEVAL_LEADERBOARD_BASELINE`. */
export function environmentVariableOf(command: Command, option: TableOption): string {
  const words = option.entry.hasOwnMeaning ? [pathOf(command), option.name()] : [option.name()];
  return `LCEVAL_${words.join("_").replaceAll(/[- ]/g, "_").toUpperCase()}`;
}

/** What help says of an option: what it is, whether it must be given, its choices and its default, in plain words. */
export function describeOption(option: Option): string {
  if (!(option instanceof TableOption)) return option.description;
  const { help, value, required, default: byDefault } = option.entry;
  const shown =
    byDefault === undefined || option.negate ? "" : (value.show?.(byDefault) ?? String(byDefault));
  const facts = [
    required === true && "required",
    typeof required === "object" &&
      `required without ${required.unless.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replace(/^/, "--")}`,
    value.isClosed && value.words.join(", "),
    shown !== "" && `default: ${shown}`,
  ].filter(Boolean);
  return facts.length === 0 ? help : `${help} (${facts.join("; ")})`;
}

/** What stands behind a command's name. */
export function toArgument({ argument, help, value }: ArgumentEntry<unknown>): Argument {
  const made = new Argument(argument, help);
  return value.isClosed ? made.choices(value.words) : made;
}

/** How commander reads a flag. Repeated flags add to each other, and replace what was set elsewhere. */
function readsFlag({ given, read }: OptionValue<unknown>): (text: string) => unknown {
  const collected: unknown[] = [];
  return (text) => {
    try {
      const value = read(text);
      if (given !== "repeatedly") return value;
      collected.push(...(value as readonly unknown[]));
      return [...collected];
    } catch (error) {
      throw error instanceof WrongValue ? new InvalidArgumentError(error.message) : error;
    }
  };
}
