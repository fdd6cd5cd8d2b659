import { type OptionTable, under } from "../../options/option-table.js";
import { file, names, repeatedTexts, text } from "../../options/option-values.js";
import {
  type BootstrapOptions,
  bootstrapOptions,
  modelColumnOption,
  onWarningOption,
} from "../../options/shared-options.js";

export interface AnalyzeGameabilityRequest extends BootstrapOptions {
  /** A file with a row a model, or a result of `score -o`. */
  readonly scores: string;
  /** A file with columns `model` and `generator`, a row a variant; else names ending in `_concise` and `_verbose`. */
  readonly variants?: string | undefined;
  /** Two: the metric under suspicion first, the one that should do better second. */
  readonly scoreColumns?: readonly string[] | undefined;
  readonly modelColumn?: string | undefined;
  /** Of models to attack by truncation. */
  readonly annotations?: readonly string[] | undefined;
  readonly difficulty?: string | undefined;
  readonly onWarning?: ((warning: string) => void) | undefined;
}

export const gameabilityOptions = {
  scores: { argument: "<scores>", help: "a file with a row a model, or a result of `score -o`", value: file },
  ...under("Options:", "any", {
    variants: {
      flag: "--variants <file>",
      help: "columns model and generator, a row a variant (default: names that end in _concise and _verbose)",
      value: text(),
    },
    scoreColumns: {
      flag: "--score-columns <a,b>",
      help: "the metric under suspicion, and the other (default: win_rate,length_controlled_winrate)",
      value: names(2),
    },
  }),
  modelColumn: modelColumnOption,
  annotations: {
    flag: "--annotations <file>",
    help: "of models to attack by adversarial truncation (repeatable)",
    value: repeatedTexts,
    hasOwnMeaning: true,
    trust: "any",
  },
  difficulty: {
    flag: "--difficulty <source>",
    help: "of those models' fits: auto, none, or a calibration file",
    heading: "Fit:",
    value: text("auto", "none"),
    trust: "any",
  },
  onWarning: onWarningOption,
  ...bootstrapOptions,
} satisfies OptionTable<AnalyzeGameabilityRequest>;
