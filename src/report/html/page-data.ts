// What a page shows, gathered before a line of HTML is written.
import type { ScoreRecord } from "../../io/wire/score-result/score-record.js";
import type { LengthControlledFit } from "../../length-control/fit.js";
import type { JudgementOfPair } from "../../length-control/observation.js";
import type { BiasesOfModels } from "../../metrics/judge-bias/biases-of-models.js";
import type { CategoryRate } from "../../metrics/rates/category-rates.js";
import type { LengthEffect } from "../../metrics/score/length-effect.js";
import type { NotablePair } from "../../metrics/score/notable-pairs.js";
import type { MovedPairs } from "../compare/moved-pairs-section.js";
import type { Integrity } from "../integrity-section.js";
import type { Section } from "../table-of.js";

export interface PageData {
  readonly title: string;
  /** By falling length-controlled win rate. */
  readonly models: readonly ModelPage[];
  /** Of the judge, over the judgements of all models; null where there are none. */
  readonly biases: BiasesOfModels | null;
  readonly pairs: readonly ShownPair[];
  /** Ranks that the rates leave open, paired differences, requirements: as tables. */
  readonly between: readonly Section[];
  /** When the last run of the judge ended, as its manifest says; null where none does. */
  readonly judgedAt: string | null;
  /** What changed most between the two models; null for another number of models. */
  readonly moved: MovedPairs | null;
  readonly integrity: Integrity;
  /** Settings of the computation, in the order in which they are shown. */
  readonly settings: readonly (readonly [name: string, value: string])[];
  /** The manifests of the runs that made the annotations. */
  readonly manifests: readonly { readonly file: string; readonly text: string }[];
}

export interface ModelPage {
  readonly record: ScoreRecord;
  /** What only the annotations can show; null for a model read from a file of results. */
  readonly evidence: ModelEvidence | null;
}

export interface ModelEvidence {
  /** Preference of every row, in [0, 1]; NaN without a verdict. */
  readonly preferences: Float64Array;
  /** Null where no fit was needed or possible. */
  readonly fit: LengthControlledFit | null;
  readonly effect: LengthEffect | null;
  /** The warning that says why there is no length-controlled rate; null where there is one. */
  readonly whyNotControlled: string | null;
  readonly categories: readonly CategoryRate[];
}

/** A pair with its texts, cut to a length that a page can hold. */
export interface ShownPair extends Pick<NotablePair, "reason"> {
  readonly instructionId: string;
  readonly generator: string;
  readonly baseline: string;
  readonly instruction: ShownText;
  readonly baselineAnswer: ShownText;
  readonly modelAnswer: ShownText;
  /** In [0, 1]; null without a verdict. */
  readonly preference: number | null;
  readonly unjudgedReason: string | null;
  /** The single verdicts, each with the order in which the answers were shown. */
  readonly verdicts: readonly JudgementOfPair[];
  /** What the judge wrote, one a judgement; empty where the file does not hold it. */
  readonly words: readonly ShownText[];
  /** Predicted preference with the lengths as they are and as if equal; null without a fit. */
  readonly predicted: { readonly asObserved: number; readonly atEqualLength: number } | null;
  /** Model's length minus baseline's, in code points; null where unknown. */
  readonly lengthDifference: number | null;
}

export interface ShownText {
  /** Null where the file holds no such text. */
  readonly text: string | null;
  /** Code points that were left out at the end. */
  readonly omitted: number;
}
