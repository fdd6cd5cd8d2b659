// The votes of a jury on one pair → one preference, or none when too few voted.

export interface JuryRule {
  readonly combine: "mean" | "majority";
  /** The fewest votes that make a verdict. */
  readonly quorum: number;
}

export interface JuryVerdict {
  /** In [0, 1]; null below the quorum. */
  readonly preference: number | null;
  readonly votes: number;
  /** Share of the pairs of jurors that name the same winner, in [0, 1]; null with fewer than two votes. */
  readonly agreement: number | null;
}

/**
 * Combines preferences, null = a juror without a verdict. `mean` averages them; `majority` gives 1, 0 or ½ to
 * what more jurors say than anything else, ½ when two are level.
 */
export function combineJury(
  preferences: readonly (number | null)[],
  { combine, quorum }: JuryRule,
): JuryVerdict {
  const votes = preferences.filter((preference) => preference !== null);
  const agreement = votes.length < 2 ? null : shareOfEqualPairs(votes.map(winner));
  if (votes.length < Math.max(1, quorum)) return { preference: null, votes: votes.length, agreement };
  const mean = votes.reduce((sum, vote) => sum + vote, 0) / votes.length;
  return {
    preference: combine === "mean" ? mean : majorityOf(votes),
    votes: votes.length,
    agreement,
  };
}

function winner(preference: number): number {
  return (Math.sign(preference - 0.5) + 1) / 2;
}

/** A win, a tie or a loss, whichever most say; a tie where none has the most. */
export function majorityOf(votes: readonly number[]): number {
  const winners = votes.map(winner);
  const counts = [0, 0.5, 1].map((value) => winners.filter((vote) => vote === value).length);
  const most = Math.max(...counts);
  return counts.filter((count) => count === most).length > 1 ? 0.5 : counts.indexOf(most) / 2;
}

function shareOfEqualPairs(values: readonly number[]): number {
  const pairs = values.flatMap((a, i) => values.slice(i + 1).map((b): number => (a === b ? 1 : 0)));
  return pairs.reduce((sum, equal) => sum + equal, 0) / pairs.length;
}
