// A file that `lceval score -o FILE.json` wrote → its records, whose rates, counts and intervals are held against the rows that
// stand beside them.
import { InputError } from "../../core/errors.js";
import { nameOfPath } from "../../io/bytes/byte-source.js";
import { fromScoreRecord } from "../../io/wire/score-result/from-score-record.js";
import { readScoreRecords } from "../../io/wire/score-result/read-score-records.js";
import type { ScoreRecord } from "../../io/wire/score-result/score-record.js";
import { ObservationColumns } from "../../length-control/observation-columns.js";
import { intervalOfRate, type RateEvidence } from "../../metrics/rates/rate-interval.js";
import { computeWinRate, measureWinRate } from "../../metrics/rates/win-rate.js";
import { mean, sum } from "../../numerics/moments.js";
import { endsInPercent, inPercent } from "../../numerics/percent.js";

/** @throws InputError for a file that holds no results, and for figures that are not those of the rows beside them */
export const readUnchangedRecords = async (path: string): Promise<ScoreRecord[]> =>
  refuseOtherFigures(await readScoreRecords(path), nameOfPath(path));

/** Figures that are not those of the rows beside them would open every gate that is held against them. */
function refuseOtherFigures(records: ScoreRecord[], file: string): ScoreRecord[] {
  const issues = records.flatMap((record) =>
    figuresOfRows(record)
      .filter(
        ({ stated, said, within = 1e-6 }) => said !== null && !(Math.abs(said - (stated ?? NaN)) <= within),
      )
      .map(({ field, stated, said }) => {
        const message = `is ${stated}, and its own rows say ${Number(said!.toFixed(2))}`;
        return { file, field: `${record.generator}.${field}`, message };
      }),
  );
  if (issues.length === 0) return records;
  throw new InputError(issues, { hint: "the file was changed: score the annotations again" });
}

interface FigureOfRows {
  readonly field: string;
  readonly stated: number | null | undefined;
  /** Null where the rows alone do not make it. */
  readonly said: number | null;
  readonly within?: number;
}

/** None where a sample of another judge's corrects them. */
function figuresOfRows(record: ScoreRecord): FigureOfRows[] {
  const { influence, escalation } = record;
  const model = escalation || !influence ? null : fromScoreRecord(record);
  if (!model?.rows) return [];
  const rows = ObservationColumns.of(model.rows);
  const counted = computeWinRate(rows);
  if (counted === null) return [];
  // a mean of verdicts may lie beside a tie by less than a file keeps
  const ties = rows.preferences.reduce((count, y) => count + Number(Math.abs(y - 0.5) < 1e-12), 0);
  const { evidence } = measureWinRate(rows);
  const raw = { ...evidence, times: record.sequential?.times };
  return [
    { field: "win_rate", stated: record.win_rate, said: inPercent(counted.rate) },
    {
      field: "length_controlled_winrate",
      stated: record.length_controlled_winrate,
      said: controlledRateOfRows(record),
    },
    { field: "standard_error", stated: record.standard_error, said: inPercent(counted.standardError) },
    { field: "n_total", stated: record.n_total, said: counted.judged },
    { field: "n_wins", stated: record.n_wins, said: counted.wins, within: ties },
    { field: "n_wins_base", stated: record.n_wins_base, said: counted.losses, within: ties },
    { field: "n_draws", stated: record.n_draws, said: counted.draws, within: ties },
    {
      field: "n_unjudged",
      stated: sum(Object.values(record.n_unjudged)),
      said: sum(Object.values(counted.unjudged)),
    },
    ...endsOfRows("win_rate_interval", record.win_rate_interval, raw),
    ...endsOfRows(
      "length_controlled_interval",
      record.length_controlled_interval,
      model.rates.lengthControlled,
    ),
  ];
}

/** Of an interval that needs no refits, and says what it is made of (0.1's do not). */
function endsOfRows(
  field: string,
  stated: ScoreRecord["win_rate_interval"],
  evidence: RateEvidence | null,
): FigureOfRows[] {
  if (!stated || !evidence || stated.trials === undefined || !/^(sandwich|repeated)$/.test(stated.method))
    return [];
  const ends = endsInPercent(intervalOfRate(evidence, stated.level))!;
  return (["lower", "upper"] as const).map((end) => ({
    field: `${field}.${end}`,
    stated: stated[end],
    said: ends[end],
  }));
}

/** In percent; null where a rule corrects it, or covariates are kept. */
function controlledRateOfRows(record: ScoreRecord): number | null {
  const { influence, sequential, coefficients, covariates, strength } = record;
  if (!influence || sequential || record.length_controlled_winrate === null) return null;
  const isPlain = covariates?.effects.every(
    ({ name, controlled }) => controlled || /^(model|difficulty)$/.test(name),
  );
  if (!isPlain || strength === null || influence.preference.includes(null)) return null;
  const { model = null, difficulty = 0 } = coefficients ?? {};
  const given = influence.difficulty ?? (difficulty === 0 ? [0] : []);
  if (model === null || difficulty === null || given.length === 0 || given.includes(null)) return null;
  return inPercent(mean(given.map((each) => 1 / (1 + Math.exp(-model - difficulty * each!)))));
}
