import type { JudgeIdentity } from "./judge-identity.js";

/**
 * What the statistics see of one judged (or unjudged) pair. A file of imported labels gives these as well as
 * lceval's own annotations do, so the fits need no judge and no texts.
 */
export interface Observation {
  /** SHA-256 of the instruction's text, or the id column's value: what pairs and models are joined by. */
  readonly instructionId: string;
  /** SHA-256 of the text where it is there, whatever the id: what difficulty is looked up and folds are dealt by. */
  readonly textId?: string | undefined;
  /** Rows of one cluster are dependent: the instruction by default; a user, a domain, a session by choice. */
  readonly cluster: string;
  /** What rates are averaged over (a user, a category), where that is asked for. */
  readonly group?: string | undefined;
  /** P(model beats baseline) in [0, 1]; null when the pair has no verdict. */
  readonly preference: number | null;
  /** Lengths in Unicode code points; null when the file holds neither text nor length. */
  readonly baselineLength: number | null;
  readonly modelLength: number | null;
  /** Both outputs are the same text. */
  readonly identical: boolean;
  /** Why `preference` is null; absent when it is not. */
  readonly unjudgedReason?: string | undefined;
  readonly order?: "baseline-first" | "model-first" | null | undefined;
  /** The single judgements, where the pair has several (both orders, repeats, jurors) of which `preference` is made. */
  readonly judgements?: readonly JudgementOfPair[];
  /** What each of several jurors says of the pair, null = no verdict. */
  readonly votes?: readonly (number | null)[];
  /** What `preference` could be had no judgement of the pair been lost, where one was; absent where none was. */
  readonly possible?: { readonly lower: number; readonly upper: number } | undefined;
  /** Where a strong judge was asked beside a cheap one, by chance: its verdict, and π. */
  readonly strong?: { readonly preference: number | null; readonly chance: number } | undefined;
  /** Further counts of the two texts by covariate name (baseline's minus model's is what enters a fit). */
  readonly style?:
    | {
        readonly baseline: Readonly<Record<string, number>>;
        readonly model: Readonly<Record<string, number>>;
      }
    | undefined;
}

/** One of several judgements of a pair. */
export interface JudgementOfPair {
  readonly preference: number | null;
  /** Null where the file does not say, and for a judge that is shown one answer only. */
  readonly order: "baseline-first" | "model-first" | null;
  /** Who judged; null or absent where the file does not say. */
  readonly juror?: string | null;
  /** Which of several equal questions this answers, from 0; absent is 0. */
  readonly repeat?: number;
}

/**
 * Observations in order. A list is one; what files are read to holds them by column (`observation-columns.ts`), so that
 * millions fit in memory.
 */
export interface Observations extends Iterable<Observation> {
  readonly length: number;
  at(row: number): Observation | undefined;
  map<T>(transform: (row: Observation, at: number) => T): T[];
  filter(holds: (row: Observation, at: number) => boolean): Observation[];
}

/** What a pair without a verdict has for a reason where it was left out because a rule was met: no failure. */
export const unasked = "unasked";

/** A rule that may end the questions about a model, looked at a number of times on the way. */
export interface StoppingRule {
  /** As it was stated: `length_controlled_winrate>=40@95%`. */
  readonly rule: string;
  /** K. */
  readonly looks: number;
  /** Of the order in which instructions are asked. */
  readonly seed: number;
  /** N: all that may be asked. */
  readonly instructions: number;
}

/** All observations of one model against one baseline, by one judge. */
export interface ModelObservations {
  readonly generator: string;
  readonly baseline: string;
  readonly annotator: string | null;
  /** Who judged, as far as the file says; absent where nothing is known but the annotator's name. */
  readonly judge?: JudgeIdentity;
  readonly rows: Observations;
  /** How often the model's most frequent output occurs among the rows; null where the file holds no outputs. */
  readonly mostRepeatedOutput?: number | null;
  /** Some instructions that the calibration at hand does not know: they tell a near miss from another data set. */
  readonly unknownTexts?: readonly string[];
  /** Who gave the verdicts on a sample of the rows, whose rates the model is to have; `judge` then is the cheap one. */
  readonly strongJudge?: JudgeIdentity | undefined;
  /** What its questions may have been ended by; absent for a run that no rule could end. */
  readonly until?: StoppingRule | undefined;
  /** Rows whose order of presentation is not in the file but taken from the reference's rule; absent for none. */
  readonly assumedOrders?: number;
}

/** The model is the baseline: by name, or because every answer is the baseline's. Its rate is ½ without a fit. */
export function isBaselineItself({ generator, baseline, rows }: ModelObservations): boolean {
  if (generator === baseline) return true;
  for (const { identical } of rows) if (!identical) return false;
  return true;
}
