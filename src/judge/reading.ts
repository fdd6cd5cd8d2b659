// What a judge's reply says, before and after the order of presentation is undone.

/**
 * Why a reply gives no verdict: it cannot be read, declines on purpose (`abstained`), lacks log-probabilities, has
 * them but for no label (`no-verdict`), or was withheld (`refused`).
 */
export type ReadingFailureReason = "unparsable" | "abstained" | "missing-logprobs" | "no-verdict" | "refused";

export interface ReadingFailure {
  readonly reason: ReadingFailureReason;
  readonly detail: string;
}

/** Where the labels hold less of the probability, the model says something else than a label, and what is left is noise. */
export const lowLabelShare = 0.5;

/** What every reading tells beside its verdict. */
export interface ReadingNotes {
  /** The verdict in the judge's own word: a label, a pair of scores. */
  readonly rawLabel: string;
  /** Probability that the next token was one of the labels, in [0, 1]; null without log-probabilities. */
  readonly labelShare: number | null;
  /** The labels were read with the blanks that the tokenizer puts before them. */
  readonly isLabelTrimmed?: boolean | undefined;
  /** The score of the one answer that was shown; null for comparisons. */
  readonly score: number | null;
  /** The judge's reasons, where it gave any. */
  readonly explanation: string | null;
}

/** A verdict as it was given. */
export interface ShownVerdict extends ReadingNotes {
  /** P(the answer shown first is the better one), in [0, 1]. */
  readonly preferenceForFirst: number;
}

/** A verdict with the order undone. */
export interface Verdict extends ReadingNotes {
  /** P(model beats baseline), in [0, 1]. */
  readonly preference: number;
  /** The opposite of what the judge said, on purpose (label noise). */
  readonly isFlipped?: true;
}

export type ShownReading = ShownVerdict | { readonly failure: ReadingFailure };
export type Reading = Verdict | { readonly failure: ReadingFailure };

/** A failed reading. */
export function failed(reason: ReadingFailureReason, detail: string): { failure: ReadingFailure } {
  return { failure: { reason, detail } };
}
