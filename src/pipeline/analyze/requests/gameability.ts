import { type OptionTable, option, tableArgument, under } from "../../options/option-table.js";
import { anyText, names, orRows, repeatedTexts, type TableInput } from "../../options/option-values.js";
import {
  type BootstrapOptions,
  bootstrapOptions,
  difficultyOption,
  modelColumnOption,
  onWarningOption,
  type WarningHook,
} from "../../options/shared-options.js";

export interface AnalyzeGameabilityRequest extends BootstrapOptions, WarningHook {
  /** A file with a row a model, or a result of `score -o`. */
  readonly scores: TableInput;
  /** A file with columns `model` and `generator`, a row a variant; else names ending in `_concise` and `_verbose`. */
  readonly variants?: TableInput | undefined;
  /** Two: the metric under suspicion first, the one that should do better second. */
  readonly scoreColumns?: readonly string[] | undefined;
  readonly modelColumn?: string | undefined;
  /** Of models to attack by truncation. */
  readonly annotations?: readonly string[] | undefined;
  readonly difficulty?: string | undefined;
}

export const gameabilityOptions = {
  scores: tableArgument("<scores>", "a file with a row a model, or a result of `score -o`"),
  ...under("Options:", "any", {
    variants: option(
      "<file>",
      "columns model and generator, a row a variant (default: names that end in _concise and _verbose)",
      orRows(anyText()),
    ),
    scoreColumns: option(
      "<a,b>",
      "the metric under suspicion, and the other (default: win_rate,length_controlled_winrate)",
      names(2),
    ),
    modelColumn: modelColumnOption,
    annotations: option(
      "<file>",
      "of models to attack by adversarial truncation (repeatable)",
      repeatedTexts,
      {
        hasOwnMeaning: true,
      },
    ),
  }),
  ...under("Fit:", "none", {
    difficulty: option(
      "<source>",
      "of those models' fits: auto, none, or a calibration file",
      difficultyOption.value,
    ),
  }),
  onWarning: onWarningOption,
  ...bootstrapOptions,
} satisfies OptionTable<AnalyzeGameabilityRequest>;
