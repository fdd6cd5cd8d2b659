// Five-level verdicts (much better, better, tie, worse, much worse) → the win rate in which a strong verdict counts several
// times: Arena-Hard's official figure (Li et al. 2024, section 3), a mean over votes with a weight of 3 by the authors'
// script. The ordinal reading, 0, ¼, ½, ¾, 1, is what preferences are elsewhere.
import { InputError } from "../../core/errors.js";
import type { ObservationColumns } from "../../length-control/observation-columns.js";
import { clusterBy } from "../../numerics/clusters.js";
import { measureMean } from "./rate-evidence.js";
import { intervalOfRate, type RateEstimate } from "./rate-interval.js";

const levels = [0, 0.25, 0.5, 0.75, 1];

/**
 * Votes are the single judgements of a pair where it has several (two games), all of one cluster dependent.
 * @param weight what a strong verdict (0 or 1) counts, ≥ 1; others count 1
 * @throws InputError for a verdict between the five levels
 */
export function rateStrongWeighted(
  model: { readonly generator: string; readonly rows: ObservationColumns },
  weight: number,
  level: number,
): RateEstimate {
  const { codes } = model.rows.clusters;
  const votesOfRows = model.rows.map(({ preference, judgements }, row) =>
    (judgements ?? [{ preference }]).map((vote) => ({ preference: vote.preference, cluster: codes[row]! })),
  );
  const votes = votesOfRows.flat().filter(({ preference }) => preference !== null);
  const between = votes.find(({ preference }) => !levels.includes(preference!));
  if (between)
    throw new InputError(
      {
        message: `${model.generator}: a verdict is ${between.preference}; --strong-weight needs the five levels ${levels.join(", ")}`,
      },
      { hint: "Name what each word means: --labels 'A>>B=0,A>B=0.25,A=B=0.5,B>A=0.75,B>>A=1'." },
    );
  const { evidence } = measureMean(
    Float64Array.from(votes, ({ preference }) => (1 + Math.sign(preference! - 0.5)) / 2),
    clusterBy(votes, ({ cluster }) => cluster),
    Float64Array.from(votes, ({ preference }) => (preference === 0 || preference === 1 ? weight : 1)),
  );
  return { rate: evidence.rate, interval: intervalOfRate(evidence, level) };
}
