import { Command, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { packageVersion } from "../core/package-version.js";
import { examplesBelow } from "./command-examples.js";
import { commandOutline } from "./command-outline.js";
import { describeOption } from "./option-groups.js";

const everywhere = `Everywhere, before the command's name or behind it:
  --seed <n>, --quiet, --no-color, --config <file>`;

/**
 * `lceval` with its commands by name and summary: enough for `--help`. A command that is to run must be loaded before
 * (`load-command.ts`); what the config file and the environment say is put into it then.
 */
export function buildProgram(argv: readonly string[] = []): CommandUnknownOpts {
  const root = new Command("lceval")
    .description("Length-controlled auto-evaluation of language models.")
    .version(packageVersion())
    .exitOverride()
    // descriptions wrap even beside long terms
    .configureHelp({ minWidthToWrap: 20, optionDescription: describeOption })
    .showHelpAfterError("(see `lceval COMMAND --help`)")
    .addHelpText("after", `\n${everywhere}`)
    .addHelpText("after", examplesBelow("lceval")) as unknown as CommandUnknownOpts;
  for (const [heading, commands] of Object.entries(commandOutline)) {
    root.commandsGroup(heading);
    for (const [name, { summary }] of Object.entries(commands)) root.command(name).description(summary);
  }
  root.helpCommand("help [topic]", "help for a command, or on: exit-codes, settings");
  for (const above of [root, ...root.commands])
    above.hook("preSubcommand", async (_, command) => {
      const { applySettings } = await import("./settings.js");
      await applySettings(command, argv);
    });
  root.hook("preAction", async (_, command) => {
    const { checkOutputs } = await import("./check-outputs.js");
    await checkOutputs(command);
  });
  return root;
}
