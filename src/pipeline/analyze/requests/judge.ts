import type { ReadingOptions } from "../../../io/wire/annotation-reading.js";
import { argument, type OptionTable, option, under } from "../../options/option-table.js";
import { choice } from "../../options/option-values.js";
import { readingOptions } from "../../options/reading-options.js";
import { levelOption, seedOption } from "../../options/shared-options.js";

export interface AnalyzeJudgeRequest extends ReadingOptions {
  /** Annotation files or patterns; `-` is standard input. */
  readonly annotations: readonly string[];
  /** Where a file does not say which answer was shown first: leave it unknown, or take the reference's rule. */
  readonly order?: "recorded" | "reference" | undefined;
  readonly level?: number | undefined;
  /** Seed of the reference's rule. */
  readonly seed?: number | undefined;
}

export const judgeAnalysisOptions = {
  annotations: argument("<annotations...>", "annotation files or globs of one judge"),
  ...under("Options:", "any", {
    order: option(
      "<rule>",
      "which answer was shown first, where files do not say: unknown, or by alpaca_eval's rule with --seed",
      choice("recorded", "reference"),
      { default: "recorded", hasOwnMeaning: true },
    ),
  }),
  ...readingOptions,
  level: levelOption,
  seed: seedOption,
} satisfies OptionTable<AnalyzeJudgeRequest>;
