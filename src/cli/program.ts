import { type Argument, Command, type ParseOptionsResult } from "commander";
import { packageVersion } from "../core/package-file.js";
import { visibleText } from "../core/visible-text.js";
import { commandOutline } from "./command-outline.js";
import { listExamples } from "./help/list-examples.js";
import { loadAllCommands } from "./load-command.js";
import { describeOption, optionsOf, type TableOption } from "./options/table-option.js";

const everywhere = `Everywhere, before the command's name or behind it:
  --seed <n>, --quiet, --no-color, --config <file>`;

const examples = [
  "lceval demo",
  "lceval run model.json --baseline baseline.json --judge weighted",
  "lceval score judged.jsonl --require 'length_controlled_winrate>=40@95%'",
];

/** Words of a command line that are no option, or no command; `help/explain-unknown.ts` says what may be meant. */
export class UnknownWords extends Error {
  constructor(
    readonly command: Command,
    readonly words: readonly string[],
  ) {
    super(words.join(", "));
  }
}

/** Tells all that is wrong with a command line at once: unknown options, then what is missing. */
class TellingCommand extends Command {
  override createCommand(name?: string): Command {
    return new TellingCommand(name);
  }

  override parseOptions(words: string[]): ParseOptionsResult {
    const parsed = super.parseOptions(words);
    const unknown = parsed.unknown.filter((word) => /^-[^\d]/.test(word));
    if (
      this.commands.length === 0 &&
      unknown.length > 0 &&
      !unknown.some((word) => /^(-h|--help)$/.test(word))
    )
      throw new UnknownWords(this, unknown);
    return parsed;
  }

  unknownOption(flag: string): never {
    throw new UnknownWords(this, [flag]);
  }

  unknownCommand(): never {
    throw new UnknownWords(this, this.args.slice(0, 1));
  }

  missingMandatoryOptionValue(): void {
    const missing = optionsOf(this)
      .filter((each) => isRequired(each, this) && this.getOptionValue(each.attributeName()) === undefined)
      .map(({ flags }) => `'${flags}'`);
    const words = this.registeredArguments.filter(
      ({ required }, i) => required && this.args[i] === undefined,
    );
    this.error(
      [
        ...words.map(describeMissing),
        `error: required option${missing.length > 1 ? "s" : ""} ${missing.join(", ")} not specified`,
      ].join("\n"),
    );
  }

  missingArgument(name: string): void {
    this.error(
      this.registeredArguments
        .filter((word) => word.name() === name)
        .map(describeMissing)
        .join(),
    );
  }
}

const describeMissing = (word: Argument): string =>
  `error: missing required argument '${word.name()}': ${word.description}`;

/**
 * `lceval` with its commands by name and summary: enough for `--help`. A command that is to run must be loaded before
 * (`load-command.ts`); what the config file and the environment say is put into it then.
 */
export function buildProgram(argv: readonly string[] = []): Command {
  const root = new TellingCommand("lceval")
    .description("Length-controlled auto-evaluation of language models.")
    .version(packageVersion())
    .exitOverride()
    .configureOutput({
      // arguments come from scripts, and file names from anybody
      outputError: (text, write) => write(text.split("\n").map(visibleText).join("\n")),
    })
    // descriptions wrap even beside long terms
    .configureHelp({ minWidthToWrap: 20, optionDescription: describeOption })
    .showHelpAfterError("(see `lceval --help`)")
    .addHelpText("after", `\n${everywhere}`)
    .addHelpText("after", listExamples(examples));
  for (const [heading, commands] of Object.entries(commandOutline)) {
    root.commandsGroup(heading);
    for (const [name, { summary }] of Object.entries(commands)) root.command(name).description(summary);
  }
  root.helpCommand("help [topic]", "help for a command, or on: covariates, exit-codes, settings");
  for (const above of [root, ...root.commands])
    above.hook("preSubcommand", async (_, command) => {
      const { applySettings, readSettings } = await import("./settings/settings.js");
      // doctor says by itself what is wrong with the settings of all commands
      await (command.name() === "doctor" ? readSettings : applySettings)(command, argv, loadAllCommands);
    });
  root.hook("preAction", async (_, command) => {
    const { checkOutputs } = await import("./run/check-outputs.js");
    await checkOutputs(command);
  });
  return root;
}

function isRequired({ entry: { required = false } }: TableOption, command: Command): boolean {
  return typeof required === "object" ? command.getOptionValue(required.unless) === undefined : required;
}
