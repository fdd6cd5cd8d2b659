// What `score`, and all that scores on its way, can be asked: the interfaces, and the table that their options are made of.
import type { ReadingOptions } from "../../io/wire/annotation-reading.js";
import type { CombinationRule } from "../../judge/combine-orders.js";
import { covariateNames } from "../../length-control/covariates/covariate-names.js";
import type { RecipeName } from "../../length-control/recipe.js";
import type { StrengthRule } from "../../length-control/strength.js";
import type { IntervalMethod } from "../../metrics/rates/estimate-intervals.js";
import { defaultsOf, type OptionTable } from "../options/option-table.js";
import { choice, files, listOf, text, wholeNumberBetween, wordOrPositive } from "../options/option-values.js";
import { readingOptions } from "../options/reading-options.js";
import { difficultyOption, levelOption, seedOption } from "../options/shared-options.js";

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
  recipe: {
    flag: "--recipe <name>",
    help: "what is fitted (default: the reference's where difficulty is known)",
    heading: "Fit:",
    value: choice("length_controlled_v1", "length_controlled_noreg", "length_controlled_minimal"),
    trust: "any",
  },
  difficulty: difficultyOption,
  control: {
    flag: "--control <names>",
    help: `covariates in which both answers are taken to be equal, of ${covariateNames.join(", ")}`,
    heading: "Fit:",
    value: listOf(covariateNames),
    default: ["length"],
    trust: "any",
  },
  covariates: {
    flag: "--covariates <names>",
    help: "further covariates, kept as they are",
    heading: "Fit:",
    value: listOf(covariateNames),
    default: [],
    trust: "any",
  },
  strength: {
    flag: "--strength <rule>",
    help: `strength of the penalty: ${strengthHelp}`,
    heading: "Fit:",
    value: wordOrPositive(["guarded-cv", "cv"], `it is one of: ${strengthHelp} (a number above 0).`),
    default: "guarded-cv",
    trust: "any",
  },
  combine: {
    flag: "--combine <rule>",
    help: "how verdicts in both orders become one",
    heading: "Fit:",
    value: choice("average", "tie-on-disagreement", "same-label-is-tie"),
    default: "average",
    trust: "any",
  },
  lengthScale: {
    flag: "--length-scale <name>",
    help: "scale of the differences in length; robust where runaway answers stretch the standard one",
    heading: "Fit:",
    value: choice("standard", "robust"),
    default: "standard",
    trust: "any",
  },
  calibrationNoise: {
    flag: "--calibration-noise <what>",
    help: "the noise of an estimated difficulty in the intervals; ignore: conditional on the calibration",
    heading: "Intervals:",
    value: choice("include", "ignore"),
    default: "include",
    trust: "any",
  },
  level: levelOption,
  cluster: {
    flag: "--cluster <column>",
    help: "rows of one value are dependent (default: the instruction)",
    heading: "Intervals:",
    value: text(),
    trust: "any",
  },
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
  /** The column whose value names the group that a row is averaged in: a user, a category. */
  readonly by?: string | undefined;
  /** Pairs with a verdict in one of two orders only: kept, and said where they move a rate, or left out. */
  readonly oneSided?: "keep" | "drop" | undefined;
}

export const scoreOptions = {
  annotations: {
    argument: "<annotations...>",
    help: "annotation files or globs (.json, .jsonl, .csv, .tsv, each also .gz; - is standard input)",
    value: files,
  },
  ...fitOptions,
  interval: {
    flag: "--interval <method>",
    help: "intervals: from influence values, by 2,000 refits, or none",
    heading: "Intervals:",
    value: choice("sandwich", "bootstrap", "none"),
    default: "sandwich",
    trust: "any",
  },
  bootstrapSamples: {
    flag: "--bootstrap-samples <n>",
    help: "samples of the bootstrap",
    heading: "Intervals:",
    value: wholeNumberBetween(2000),
    default: 2000,
    trust: "any",
  },
  by: {
    flag: "--by <column>",
    help: "rates of each group of rows (a user, a category), and their macro average",
    heading: "Intervals:",
    value: text(),
    trust: "any",
  },
  oneSided: {
    flag: "--one-sided <what>",
    help: "pairs with a verdict in one of two orders only",
    heading: "Fit:",
    value: choice("keep", "drop"),
    default: "keep",
    trust: "any",
  },
} satisfies OptionTable<ScoreRequest>;

/** The defaults of `score` and all that scores. */
export const scoreDefaults = defaultsOf(scoreOptions);
