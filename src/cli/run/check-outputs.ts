import type { Command } from "commander";

const flagsByOption = { output: "-o", html: "--html", junit: "--junit", comment: "--comment" };

/** @throws InputError where a command is to write over a file that its arguments name */
export async function checkOutputs(command: Command): Promise<void> {
  const options: Readonly<Record<string, unknown>> = command.opts();
  const outputs = Object.entries(flagsByOption).flatMap(([option, flag]) => {
    const path = options[option];
    return typeof path === "string" && path !== "-" ? [{ path, flag }] : [];
  });
  if (outputs.length === 0) return;
  const { refuseToReplaceInputs } = await import("../../pipeline/outputs/refuse-to-replace-inputs.js");
  await refuseToReplaceInputs(command.args, outputs);
}
