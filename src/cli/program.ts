import { Command, type CommandUnknownOpts, type Option } from "@commander-js/extra-typings";
import { packageVersion } from "../core/package-version.js";
import { commandOutline } from "./command-outline.js";
import { examplesBelow } from "./help/command-examples.js";
import { describeOption } from "./help/option-groups.js";
import { loadAllCommands } from "./load-command.js";

const everywhere = `Everywhere, before the command's name or behind it:
  --seed <n>, --quiet, --no-color, --config <file>`;

/** Says at once which of its required options are missing, not only the first. */
class TellingCommand extends Command {
  override createCommand(name?: string): Command {
    return new TellingCommand(name);
  }

  missingMandatoryOptionValue(): void {
    const isMissing = (option: Option) =>
      option.mandatory && this.getOptionValue(option.attributeName() as never) === undefined;
    const missing = (this.options as Option[]).filter(isMissing).map(({ flags }) => `'${flags}'`);
    this.error(`error: required option${missing.length > 1 ? "s" : ""} ${missing.join(", ")} not specified`);
  }
}

/**
 * `lceval` with its commands by name and summary: enough for `--help`. A command that is to run must be loaded before
 * (`load-command.ts`); what the config file and the environment say is put into it then.
 */
export function buildProgram(argv: readonly string[] = []): CommandUnknownOpts {
  const root = new TellingCommand("lceval")
    .description("Length-controlled auto-evaluation of language models.")
    .version(packageVersion())
    .exitOverride()
    // descriptions wrap even beside long terms
    .configureHelp({ minWidthToWrap: 20, optionDescription: describeOption })
    .showHelpAfterError("(see `lceval --help`)")
    .addHelpText("after", `\n${everywhere}`)
    .addHelpText("after", examplesBelow("lceval")) as unknown as CommandUnknownOpts;
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
