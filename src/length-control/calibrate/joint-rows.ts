// Observations of many models → the rows of the joint fit: flat arrays, a stretch a model, so that every step of the
// fit is a pass from front to back.
import { length } from "../covariates/length.js";
import type { ModelObservations } from "../observation.js";
import { ObservationColumns } from "../observation-columns.js";

export interface JointRows {
  /** n instructions, by the hash of the text where it is there, else by id; a row names its own by position here. */
  readonly instructionIds: readonly string[];
  readonly generators: readonly string[];
  /** Model m has the rows from `ends[m − 1]` (0 for the first) up to but not including `ends[m]`. */
  readonly ends: Uint32Array;
  /** Position of the row's instruction. */
  readonly instruction: Uint32Array;
  /** tanh(Δ/sd(Δ)), scaled over all paired rows of the model, as `score` scales it. */
  readonly length: Float64Array;
  /** P(model beats baseline) in [0, 1]. */
  readonly preference: Float64Array;
}

/**
 * The judged rows of all models; instructions that no model was judged on are listed too.
 * @param models every row with both lengths
 */
export function stackModels(models: readonly ModelObservations[]): JointRows {
  const positions = new Map<string, number>();
  for (const { rows } of models)
    for (const { textId, instructionId } of rows)
      if (!positions.has(textId ?? instructionId)) positions.set(textId ?? instructionId, positions.size);

  const total = models.reduce((sum, { rows }) => sum + rows.filter(isJudged).length, 0);
  const stacked = {
    instruction: new Uint32Array(total),
    length: new Float64Array(total),
    preference: new Float64Array(total),
  };
  const ends = new Uint32Array(models.length);
  let at = 0;
  models.forEach((model, m) => {
    const rows = ObservationColumns.of(model.rows);
    const lengths = length.values(rows, null);
    rows.preferences.forEach((preference, row) => {
      if (Number.isNaN(preference)) return;
      stacked.instruction[at] = positions.get(rows.textIdAt(row))!;
      stacked.length[at] = lengths[row]!;
      stacked.preference[at] = preference;
      at++;
    });
    ends[m] = at;
  });
  return {
    instructionIds: [...positions.keys()],
    generators: models.map(({ generator }) => generator),
    ends,
    ...stacked,
  };
}

const isJudged = ({ preference }: { readonly preference: number | null }) => preference !== null;

/** First row of a model, and the one after its last. */
export const stretchOf = ({ ends }: Pick<JointRows, "ends">, m: number): readonly [number, number] => [
  m === 0 ? 0 : ends[m - 1]!,
  ends[m]!,
];

/** The rows of some of the models; all instructions stay. */
export function selectModels(rows: JointRows, isWanted: (m: number) => boolean): JointRows {
  const wanted = [...rows.generators.keys()].filter(isWanted);
  const stretches = wanted.map((m) => stretchOf(rows, m));
  let end = 0;
  const join = <Values extends Uint32Array | Float64Array>(values: Values, into: Values): Values => {
    let at = 0;
    for (const [begin, past] of stretches) {
      into.set(values.subarray(begin, past), at);
      at += past - begin;
    }
    return into;
  };
  const ends = Uint32Array.from(stretches, ([begin, past]) => {
    end += past - begin;
    return end;
  });
  return {
    instructionIds: rows.instructionIds,
    generators: wanted.map((m) => rows.generators[m]!),
    ends,
    instruction: join(rows.instruction, new Uint32Array(end)),
    length: join(rows.length, new Float64Array(end)),
    preference: join(rows.preference, new Float64Array(end)),
  };
}
