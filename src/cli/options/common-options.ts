import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { wholeNumberBetween } from "./option-values.js";

/** Adds the options of every command to one. */
export function addCommonOptions(command: CommandUnknownOpts): void {
  command
    .option("--seed <n>", "seed of everything that is drawn", wholeNumberBetween(0), 0)
    .option("--quiet", "say nothing but results and errors")
    .option("--no-color", "never colour the output (NO_COLOR works too)")
    .option("--config <file>", "settings file (default: lceval.config.yaml or .json, found upwards)");
}
