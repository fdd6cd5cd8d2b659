import { Argument, type Command, type CommandUnknownOpts } from "@commander-js/extra-typings";
import type { LoadAllCommands } from "../command-tree.js";

const shells = ["bash", "zsh", "fish"] as const;

export function defineCompletion(command: Command, loadAll: LoadAllCommands): void {
  command
    .addArgument(new Argument("<shell>", "the shell that will run it").choices(shells))
    .action(async (shell, _, self) => {
      const program = await loadAll(self.parent as unknown as CommandUnknownOpts);
      process.stdout.write(await writeCompletion(shell, program));
    });
}

async function writeCompletion(shell: (typeof shells)[number], program: CommandUnknownOpts): Promise<string> {
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
