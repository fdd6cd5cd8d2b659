import type { Command } from "commander";
import { choice } from "../../pipeline/options/option-values.js";
import { defineCommand } from "../define-command.js";

type Shell = "bash" | "zsh" | "fish";

export const completionCommand = defineCommand<{ shell: Shell }, object>({
  request: {
    shell: { argument: "<shell>", help: "the shell that will run it", value: choice("bash", "zsh", "fish") },
  },
  options: {},
  examples: [
    "source <(lceval completion bash)    # in ~/.bashrc",
    "source <(lceval completion zsh)     # in ~/.zshrc, after compinit",
    "lceval completion fish > ~/.config/fish/completions/lceval.fish",
  ],
  run: async ({ shell }, _, { command, loadAll }) => {
    process.stdout.write(await writeCompletion(shell, await loadAll(command.parent!)));
  },
});

async function writeCompletion(shell: Shell, program: Command): Promise<string> {
  const [{ listJudges }, { describeCommands }, bash, zsh, fish] = await Promise.all([
    import("../../pipeline/judges.js"),
    import("../completion/describe-commands.js"),
    import("../completion/bash.js"),
    import("../completion/zsh.js"),
    import("../completion/fish.js"),
  ]);
  const complete = { bash: bash.completeInBash, zsh: zsh.completeInZsh, fish: fish.completeInFish }[shell];
  return complete(describeCommands(program, listJudges()));
}
