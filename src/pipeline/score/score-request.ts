// What `score`, and all that scores on its way, can be asked: the interfaces, and the table that their options are made of.
import type { ReadingOptions } from "../../io/wire/annotation-reading.js";
import type { CombinationRule } from "../../judge/combine-orders.js";
import { covariateNames } from "../../length-control/covariates/covariate-names.js";
import type { RecipeName } from "../../length-control/recipe.js";
import type { StrengthRule } from "../../length-control/strength.js";
import type { IntervalMethod } from "../../metrics/rates/estimate-intervals.js";
import { argument, defaultsOf, type OptionTable, option, under } from "../options/option-table.js";
import {
  choice,
  listOf,
  names,
  numberBetween,
  wholeNumberBetween,
  wordOrPositive,
} from "../options/option-values.js";
import { readingOptions } from "../options/reading-options.js";
import { difficultyOption, levelOption, seedOption } from "../options/shared-options.js";
import { whereOption } from "../options/where-option.js";
import type { Condition } from "../tables/row-condition.js";

/** How rates are estimated, for every request that scores. */
export interface FitRequest extends ReadingOptions {
  readonly recipe?: RecipeName | undefined;
  /** `auto`, `none`, or the path of a calibration file. */
  readonly difficulty?: string | undefined;
  /** Covariates whose counterfactual is 0: the rate is predicted at equality of all of them. */
  readonly control?: readonly string[] | undefined;
  /** Further covariates, kept as observed. */
  readonly covariates?: readonly string[] | undefined;
  readonly strength?: StrengthRule | undefined;
  /** How the verdicts on a pair in both orders become one. */
  readonly combine?: CombinationRule | undefined;
  /** The scale of the differences in length: their standard deviation, or one that runaway answers do not stretch. */
  readonly lengthScale?: "standard" | "robust" | undefined;
  /** Whether intervals hold the noise of an estimated difficulty, or are conditional on the calibration. */
  readonly calibrationNoise?: "include" | "ignore" | undefined;
  /** Confidence level of the intervals, in (0, 1). */
  readonly level?: number | undefined;
  /** The column whose value names a row's cluster; the instruction when absent. */
  readonly cluster?: string | undefined;
  /** Seed of the cross-validation's folds and of the bootstrap. */
  readonly seed?: number | undefined;
}

const strengthHelp = "guarded-cv, cv (as the reference chooses), or a value of C";

export const fitOptions = {
  ...readingOptions,
  ...under("Fit:", "none", {
    recipe: option(
      "<name>",
      "what is fitted (default: the reference's where difficulty is known)",
      choice("length_controlled_v1", "length_controlled_noreg", "length_controlled_minimal"),
    ),
    difficulty: difficultyOption,
    control: option(
      "<names>",
      `covariates in which both answers are taken to be equal, of ${covariateNames.join(", ")}`,
      listOf(covariateNames),
      { default: ["length"] },
    ),
    covariates: option("<names>", "further covariates, kept as they are", listOf(covariateNames), {
      default: [],
    }),
    strength: option(
      "<rule>",
      `strength of the penalty: ${strengthHelp}`,
      wordOrPositive(["guarded-cv", "cv"], `it is one of: ${strengthHelp} (a number above 0).`),
      { default: "guarded-cv" },
    ),
    combine: option(
      "<rule>",
      "how verdicts in both orders become one",
      choice("average", "tie-on-disagreement", "same-label-is-tie"),
      { default: "average" },
    ),
    lengthScale: option(
      "<name>",
      "scale of the differences in length; robust where runaway answers stretch the standard one",
      choice("standard", "robust"),
      { default: "standard" },
    ),
  }),
  ...under("Intervals:", "none", {
    calibrationNoise: option(
      "<what>",
      "the noise of an estimated difficulty in the intervals; ignore: conditional on the calibration",
      choice("include", "ignore"),
      { default: "include" },
    ),
    level: levelOption,
    cluster: option("<column>", "rows of one value are dependent (default: the instruction)"),
  }),
  seed: seedOption,
} satisfies OptionTable<FitRequest>;

/** What `score` is asked to do. */
export interface ScoreRequest extends FitRequest {
  /** Annotation files or globs; `-` is standard input. */
  readonly annotations: readonly string[];
  /** `sandwich` (from influence values), `bootstrap` (BCa, by refits) or `none`. */
  readonly interval?: IntervalMethod | undefined;
  /** Samples of the bootstrap. */
  readonly bootstrapSamples?: number | undefined;
  /** The columns whose values name the group that a row is averaged in: a user; a domain and, within it, a user. */
  readonly by?: readonly string[] | undefined;
  /** The rows that are meant; all when absent. */
  readonly where?: readonly Condition[] | undefined;
  /** Pairs with a verdict in one of two orders only: kept, and said where they move a rate, or left out. */
  readonly oneSided?: "keep" | "drop" | undefined;
  /** A further rate in which a strong verdict of five levels counts so often. */
  readonly strongWeight?: number | undefined;
}

export const scoreOptions = {
  annotations: argument(
    "<annotations...>",
    "annotation files or globs (.json, .jsonl, .csv, .tsv, each also .gz; - is standard input)",
  ),
  ...fitOptions,
  where: whereOption,
  ...under("Intervals:", "none", {
    interval: option(
      "<method>",
      "intervals: from influence values, by 2,000 refits, or none",
      choice("sandwich", "bootstrap", "none"),
      { default: "sandwich" },
    ),
    bootstrapSamples: option("<n>", "samples of the bootstrap", wholeNumberBetween(2000), { default: 2000 }),
    by: option(
      "<columns>",
      "rates of each group of rows (user; domain,user) and their macro averages",
      names(),
    ),
  }),
  ...under("Fit:", "none", {
    oneSided: option("<what>", "pairs with a verdict in one of two orders only", choice("keep", "drop"), {
      default: "keep",
    }),
    strongWeight: option(
      "<n>",
      "a further rate in which a strong verdict of five levels counts n times (Arena-Hard: 3)",
      numberBetween(1, 100),
    ),
  }),
} satisfies OptionTable<ScoreRequest>;

/** The defaults of `score` and all that scores. */
export const scoreDefaults = defaultsOf(scoreOptions);
