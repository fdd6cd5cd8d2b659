import type { ColumnMap } from "../../../io/wire/column-map.js";
import type { PreferenceLabels, PreferenceScale } from "../../../io/wire/preference-scale.js";
import { argument, type OptionTable, option, under } from "../../options/option-table.js";
import { anyText, orRows, percentAsShare, type TableInput } from "../../options/option-values.js";
import { readingOptions } from "../../options/reading-options.js";
import {
  difficultyOption,
  levelOption,
  onWarningOption,
  seedOption,
  type WarningHook,
} from "../../options/shared-options.js";
import { humanColumnsOption } from "./label-options.js";

export interface AnalyzeHumanBudgetRequest extends WarningHook {
  /** The judge's annotation files or patterns. */
  readonly annotations: readonly string[];
  /** A row a label, by `instruction_id` or `instruction` (and `generator_2` or `generator` where several models are judged). */
  readonly labelsFile: TableInput;
  /** Averaged; `preference` when absent. */
  readonly humanColumns?: readonly string[] | undefined;
  /** What the humans' words mean. */
  readonly labels?: PreferenceLabels | undefined;
  /** How the humans' preferences are written; 1…2 when absent. */
  readonly scale?: PreferenceScale | undefined;
  /** The interval to aim at, as a share in (0, 0.5). */
  readonly halfWidth?: number | undefined;
  /** Of the judgements; those that the labels are joined by in the labels' file too, where it has them. */
  readonly columns?: ColumnMap | undefined;
  readonly difficulty?: string | undefined;
  readonly level?: number | undefined;
  readonly seed?: number | undefined;
}

export const humanBudgetOptions = {
  annotations: argument("<judgements...>", "the judge's annotation files or globs"),
  ...under("Options:", "any", {
    labelsFile: option(
      "<file>",
      "the humans' labels, by instruction_id or instruction (and generator, where there are several models)",
      orRows(anyText()),
      { required: true },
    ),
    humanColumns: humanColumnsOption,
    halfWidth: option(
      "<points>",
      "the interval to aim at, plus or minus so many points",
      percentAsShare(0, 50, true),
      { default: 0.03 },
    ),
  }),
  columns: {
    ...readingOptions.columns,
    help: "columns of the judgements with other names (instruction, instruction_id and generator_2 also of the labels): preference=verdict,…",
  },
  labels: { ...readingOptions.labels, help: "what the humans' values mean: model=2,baseline=1,tie=0" },
  scale: {
    ...readingOptions.scale,
    help: "how the humans' preferences are written: LOW..HIGH (default: 1..2)",
  },
  difficulty: difficultyOption,
  onWarning: onWarningOption,
  level: levelOption,
  seed: seedOption,
} satisfies OptionTable<AnalyzeHumanBudgetRequest>;
