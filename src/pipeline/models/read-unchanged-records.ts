// A file that `lceval score -o FILE.json` wrote → its records, whose rates are held against the rows that stand beside them.
import { InputError } from "../../core/errors.js";
import { nameOfPath } from "../../io/bytes/byte-source.js";
import { readScoreRecords } from "../../io/wire/score-result/read-score-records.js";
import type { ScoreRecord } from "../../io/wire/score-result/score-record.js";
import { mean } from "../../numerics/moments.js";

/** @throws InputError for a file that holds no results, and for rates that are not those of the rows beside them */
export const readUnchangedRecords = async (path: string): Promise<ScoreRecord[]> =>
  refuseOtherRates(await readScoreRecords(path), nameOfPath(path));

/** Rates that are not those of the rows beside them would open every gate that is held against them. */
function refuseOtherRates(records: ScoreRecord[], file: string): ScoreRecord[] {
  const issues = records.flatMap((record) =>
    (["win_rate", "length_controlled_winrate"] as const).flatMap((field) => {
      const rate = rateOfRows(record, field);
      if (rate === null || Math.abs(rate - record[field]!) < 1e-6) return [];
      const message = `is ${record[field]}, and its own rows say ${rate.toFixed(2)}`;
      return [{ file, field: `${record.generator}.${field}`, message }];
    }),
  );
  if (issues.length === 0) return records;
  throw new InputError(issues, { hint: "the file was changed: score the annotations again" });
}

/** In percent; null where the rows alone do not make the rate: a sample or a rule corrects it, or covariates are kept. */
function rateOfRows(record: ScoreRecord, field: "win_rate" | "length_controlled_winrate"): number | null {
  const { influence, escalation, sequential, coefficients, covariates, strength } = record;
  if (!influence || escalation || sequential || record[field] === null) return null;
  const judged = influence.preference.filter((preference) => preference !== null);
  if (judged.length === 0) return null;
  if (field === "win_rate") return 100 * (mean(judged) - 1);
  const isPlain = covariates?.effects.every(
    ({ name, controlled }) => controlled || /^(model|difficulty)$/.test(name),
  );
  if (!isPlain || strength === null || judged.length < influence.preference.length) return null;
  const { model = null, difficulty = 0 } = coefficients ?? {};
  const given = influence.difficulty ?? (difficulty === 0 ? [0] : []);
  if (model === null || difficulty === null || given.length === 0 || given.includes(null)) return null;
  return 100 * mean(given.map((each) => 1 / (1 + Math.exp(-model - difficulty * each!))));
}
