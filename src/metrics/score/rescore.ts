// A model's observations → its score on a part of them, or with verdicts in the place of missing ones. What is compared
// on shared instructions is fitted anew on them: the scale of Δ, the strength and the coefficients are theirs.
import { type ModelObservations, type Observation, unasked } from "../../length-control/observation.js";
import { ObservationColumns } from "../../length-control/observation-columns.js";
import { strengthOfRefits } from "../../length-control/strength.js";
import { scoreEscalated } from "./score-escalated.js";
import { type ModelScore, type ScoreOptions, scoreModel as scoreOneJudge } from "./score-model.js";
import type { Rescoring } from "./scored-model.js";

type Rescore = (change: Rescoring) => ModelScore;

const scoreModel = (model: ModelObservations, options: ScoreOptions): ModelScore =>
  (model.strongJudge ? scoreEscalated : scoreOneJudge)(model, options);

/** A score that can be made anew: see `rescore`. */
export const scoreRescorably = (model: ModelObservations, options: ScoreOptions): ModelScore => ({
  ...scoreModel(model, options),
  rescore: repeatably((change) => rescore(model, options, change)),
});

/** What was made anew can be made anew again, on top of what was changed already. */
export const repeatably =
  (anew: Rescore): Rescore =>
  (change) => ({ ...anew(change), rescore: repeatably((further) => anew({ ...change, ...further })) });

/** @throws InputError when none of the rows that are kept has a verdict */
export function rescore(
  model: ModelObservations,
  options: ScoreOptions,
  { keep, hide, missing }: Rescoring,
): ModelScore {
  const seen = hide ? { ...model, rows: hideVerdicts(model, hide) } : model;
  const kept = keep ? { ...seen, rows: keepRows(seen, keep) } : seen;
  // 2,000 refits for each of the scores that one gate asks for would be paid by whoever waits
  const fast = { ...options, interval: options.interval === "none" ? "none" : "sandwich" } as const;
  if (missing === undefined) return scoreModel(kept, fast);
  const { rate, as } = missing;
  // what lacks an order is filled, and nothing is left to be dropped
  const all = { ...fast, oneSided: "keep" } as const;
  const controlled = rate === "raw" ? null : scoreModel(kept, all).lengthControlled;
  const isHighest = as === "highest";
  if (!controlled?.fit) return scoreModel({ ...kept, rows: fillMissing(kept, () => isHighest) }, all);
  const { C, influence } = controlled.fit;
  const rows = fillMissing(kept, (row) => influence.direction[row]! > 0 === isHighest);
  const strength = strengthOfRefits(C, controlled.coefficients.model ?? 0);
  return scoreModel({ ...kept, rows }, { ...all, strength });
}

/** In the order of their instructions, so that equal rows give equal figures to the last bit. */
function keepRows({ rows }: ModelObservations, keep: ReadonlySet<string>): ObservationColumns {
  const kept = rows.filter(({ instructionId }) => keep.has(instructionId));
  kept.sort((a, b) => (a.instructionId < b.instructionId ? -1 : Number(a.instructionId > b.instructionId)));
  return ObservationColumns.of(kept);
}

function hideVerdicts({ rows }: ModelObservations, hide: ReadonlySet<string>): ObservationColumns {
  const hidden = ({ judgements: _, votes: __, possible: ___, ...row }: Observation): Observation => ({
    ...row,
    preference: null,
    unjudgedReason: unasked,
  });
  return ObservationColumns.of(rows.map((row) => (hide.has(row.instructionId) ? hidden(row) : row)));
}

function fillMissing({ rows }: ModelObservations, isWin: (row: number) => boolean): ObservationColumns {
  return ObservationColumns.of(
    rows.map((row, at) => {
      if (row.possible) {
        const { judgements: _, votes: __, order: ___, possible, ...rest } = row;
        return { ...rest, preference: possible[isWin(at) ? "upper" : "lower"] };
      }
      return row.preference === null && row.unjudgedReason !== unasked
        ? { ...row, preference: Number(isWin(at)), unjudgedReason: undefined }
        : row;
    }),
  );
}
