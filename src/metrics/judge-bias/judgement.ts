/** One judgement of one pair in one order, as the analysis of a judge sees it: nothing averaged, no texts. */
export interface Judgement {
  readonly generator: string;
  readonly baseline: string;
  /** The judge's model, as far as the file says. */
  readonly judgeModel: string | null;
  /** Rows of one cluster are dependent: the instruction. */
  readonly cluster: string;
  /** Equal for judgements of the same instruction and the same two answers. */
  readonly pair: string;
  readonly repeat: number;
  /** P(model beats baseline) in [0, 1]; null without a verdict. */
  readonly preference: number | null;
  /** Why `preference` is null; null when it is not. */
  readonly unjudgedReason: string | null;
  /** Both answers are the same text: a tie that is written down without asking the judge. */
  readonly isIdentical?: boolean;
  /** Null where the file does not say, and for identical answers, which are never shown. */
  readonly order: "baseline-first" | "model-first" | null;
  /** Model's minus baseline's, by what is counted: `length` in code points, list items, … Absent where unknown. */
  readonly differences: Readonly<Record<string, number>>;
  /** Whether the verdict rests on token log-probabilities; null where the file does not say. */
  readonly hasLogprobs: boolean | null;
}
