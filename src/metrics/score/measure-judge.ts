// Judgements of one model's pairs → how steady the judge was, apart from how the model did.
//   first-position rate   share of verdicts that prefer the answer shown first (a tie counts half); ½ for a judge whom
//                         order leaves cold, if orders are drawn at random
//   flip rate             share of the pairs judged in both orders (by one juror, in one repeat) whose winner changes with
//                         the order; from or to a tie is a change too: 1 − the consistency of MT-Bench (Zheng et al. 2023,
//                         arXiv:2306.05685, section 3.4)
//   juror agreement       share of the pairs of jurors that name the same winner, averaged over the pairs
//   repeat sd             √(Σ (y − ȳ_juror)² / Σ (m − 1)) over the m ≥ 2 times that a juror was asked about a pair, y the
//                         mean over the orders of one time: the judge's noise
//   instruction sd        √(Var(preference of a pair) − mean(repeat sd² / times that the pair was asked)), not below 0:
//                         what is left of the spread over pairs when the judge's noise in it is taken out
import { groupBy } from "../../core/group-by.js";
import type { JudgementOfPair } from "../../length-control/observation.js";
import type { ObservationColumns } from "../../length-control/observation-columns.js";
import { mean, standardDeviation, sum } from "../../numerics/moments.js";

/** All rates in [0, 1], standard deviations in units of the preference; null where the file cannot tell. */
export interface JudgeSteadiness {
  /** Verdicts on different answers. */
  readonly judgements: number;
  /** Most jurors on one pair. */
  readonly jurors: number;
  readonly firstPositionRate: number | null;
  /** Verdicts whose order is known. */
  readonly ordered: number;
  readonly flipRate: number | null;
  /** Pairs of verdicts on the same question in both orders. */
  readonly bothOrders: number;
  readonly jurorAgreement: number | null;
  readonly repeatSd: number | null;
  readonly instructionSd: number | null;
}

/** Pairs with identical answers say nothing of the judge and are left out. */
export function measureJudge(rows: ObservationColumns): JudgeSteadiness {
  const pairs: Given[][] = [];
  const votes: (readonly (number | null)[])[] = [];
  for (const [row, details] of rows.details) {
    if (details.judgements && rows.identical[row] === 0) pairs.push(details.judgements.filter(isGiven));
    if (details.votes) votes.push(details.votes);
  }
  const flips = pairs.flatMap(flipsOf);
  return {
    ...countVerdicts(rows),
    jurors: votes.reduce((most, { length }) => Math.max(most, length), Math.min(1, rows.length)),
    flipRate: meanOrNull(flips),
    bothOrders: flips.length,
    jurorAgreement: meanOrNull(votes.flatMap(agreementOf)),
    ...spreadOf(rows, pairs),
  };
}

interface Given extends JudgementOfPair {
  readonly preference: number;
}

const isGiven = (judgement: JudgementOfPair): judgement is Given => judgement.preference !== null;

function countVerdicts(rows: ObservationColumns) {
  const { preferences, identical, details } = rows;
  let judgements = 0;
  let ordered = 0;
  let forFirst = 0;
  const count = (preference: number, order: JudgementOfPair["order"] | undefined) => {
    judgements++;
    if (!order) return;
    ordered++;
    forFirst += winner(order === "model-first" ? preference : 1 - preference);
  };
  for (let row = 0; row < rows.length; row++) {
    if (identical[row] === 1) continue;
    const several = details.get(row)?.judgements;
    if (several) for (const { preference, order } of several.filter(isGiven)) count(preference, order);
    else if (!Number.isNaN(preferences[row])) count(preferences[row]!, rows.orderAt(row));
  }
  return { judgements, ordered, firstPositionRate: ordered === 0 ? null : forFirst / ordered };
}

/** 1, 0 or ½ */
const winner = (preference: number) => (Math.sign(preference - 0.5) + 1) / 2;

function flipsOf(verdicts: readonly Given[]): number[] {
  const asked = groupBy(
    verdicts.filter(({ order }) => order !== null),
    ({ juror, repeat = 0 }) => `${repeat} ${juror}`,
  );
  return [...asked.values()].flatMap((group) => {
    const baselineFirst = group.find(({ order }) => order === "baseline-first");
    const modelFirst = group.find(({ order }) => order === "model-first");
    if (!baselineFirst || !modelFirst) return [];
    return [Number(winner(baselineFirst.preference) !== winner(modelFirst.preference))];
  });
}

function agreementOf(votes: readonly (number | null)[]): number[] {
  const given = votes.filter((vote) => vote !== null).map(winner);
  const pairs = given.flatMap((a, i) => given.slice(i + 1).map((b) => Number(a === b)));
  return pairs.length === 0 ? [] : [mean(pairs)];
}

/** @param pairs the judgements of those that have several; all others were asked about once */
function spreadOf(
  { preferences, identical, details }: ObservationColumns,
  pairs: readonly (readonly Given[])[],
) {
  const timesOfPairs = pairs.map((verdicts) =>
    [...groupBy(verdicts, ({ juror = null }) => juror).values()].map(timesOf),
  );
  const repeated = timesOfPairs.flat().filter(({ length }) => length > 1);
  if (repeated.length === 0) return { repeatSd: null, instructionSd: null };
  const squares = repeated.map((times) => standardDeviation(times) ** 2 * (times.length - 1));
  const variance = sum(squares) / sum(repeated.map(({ length }) => length - 1));
  const isJudged = (y: number, row: number) => identical[row] === 0 && !Number.isNaN(y);
  const once = preferences.filter((y, row) => isJudged(y, row) && !details.get(row)?.judgements).length;
  const asked = timesOfPairs.map((jurors) => jurors.flat().length).filter((times) => times > 0);
  const noise = (once * variance + sum(asked.map((times) => variance / times))) / (once + asked.length);
  const judged = preferences.filter(isJudged);
  const between = standardDeviation(judged) ** 2 - noise;
  return {
    repeatSd: Math.sqrt(variance),
    instructionSd: judged.length < 2 ? null : Math.sqrt(Math.max(0, between)),
  };
}

/** One juror's verdict each time it was asked, the mean over the orders; times in which an order failed are left out. */
function timesOf(verdicts: readonly Given[]): number[] {
  const times = [...groupBy(verdicts, ({ repeat = 0 }) => repeat).values()];
  const complete = Math.max(...times.map(({ length }) => length));
  return times
    .filter(({ length }) => length === complete)
    .map((time) => mean(time.map(({ preference }) => preference)));
}

const meanOrNull = (values: readonly number[]) => (values.length === 0 ? null : mean(values));
