// Which options can be set by other means than flags, and under which names.
import type { CommandUnknownOpts, Option } from "@commander-js/extra-typings";
import { pathOf } from "../command-tree.js";

/** Options that steer the tool itself and cannot be set elsewhere. */
export const flagsOnly: ReadonlySet<string> = new Set(["config", "help", "version"]);

/** Options that mean something else than those of the same name elsewhere: what is set for all commands is not for them. */
const ownMeanings: ReadonlySet<string> = new Set([
  "leaderboard baseline",
  "calibrate name",
  "convert format",
  "analyze judge order",
  "analyze agreement against",
  "analyze gameability annotations",
]);

/** Whether only the command's own section and variable set the option. */
export const hasOwnMeaning = (command: CommandUnknownOpts, option: Option): boolean =>
  ownMeanings.has(`${pathOf(command)} ${option.name()}`);

/** `--judge-model` → `LCEVAL_JUDGE_MODEL`; `leaderboard --baseline` → `LCEVAL_LEADERBOARD_BASELINE`. */
export function environmentVariableOf(command: CommandUnknownOpts, option: Option): string {
  const words = hasOwnMeaning(command, option) ? [pathOf(command), option.name()] : [option.name()];
  return `LCEVAL_${words.join("_").replaceAll(/[- ]/g, "_").toUpperCase()}`;
}
