// A file that `lceval score -o FILE.json` wrote → its records.
import { InputError } from "../../../core/errors.js";
import { mean } from "../../../numerics/moments.js";
import { nameOfPath, peekBytes } from "../../bytes/byte-source.js";
import { parseJson } from "../../rows/parse-json.js";
import { readText } from "../../rows/read-text.js";
import { describeFileIssues } from "../describe-file-issues.js";
import { type ScoreRecord, scoreRecords } from "./score-record.js";

const headBytes = 4096;

/**
 * Whether a file holds results rather than annotations: an object that begins with its schema's version.
 * @throws InputError when it cannot be read
 */
export async function isScoreResultFile(path: string): Promise<boolean> {
  const head = (await peekBytes(path, headBytes)).toString("utf8", 0, headBytes);
  return /^\uFEFF?\s*\{\s*"schema_version"\s*:/.test(head);
}

/** @throws InputError as below, and for rates that are not those of the rows beside them */
export const readScoreRecords = async (path: string): Promise<ScoreRecord[]> =>
  refuseOtherRates(await readWrittenRecords(path), nameOfPath(path));

/** As they are written. @throws InputError naming every field that is wrong, or that the file is a leaderboard */
export async function readWrittenRecords(path: string): Promise<ScoreRecord[]> {
  const file = nameOfPath(path);
  const value = parseResult(await readText(path), file);
  const parsed = scoreRecords.safeParse(value);
  if (parsed.success) return parsed.data.results;
  if (typeof value === "object" && value !== null && "ranked_by" in value)
    throw new InputError(
      { file, message: "is a leaderboard, whose rows do not hold all that was scored" },
      { hint: "give the annotations, or the results of `lceval score -o FILE.json`, that it was made of" },
    );
  throw new InputError(describeFileIssues(file, value, parsed.error.issues), {
    hint: "a result is what `lceval score -o FILE.json` writes",
  });
}

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

/** The one value of a file; judgements, which are many lines or an array, are told what would make a result of them. */
function parseResult(text: string, file: string): unknown {
  const isMany = /^\s*(\[|\{[^\n]*\}[ \t\r]*\n\s*\{)/.test(text);
  if (!isMany) return parseJson(text, file);
  throw new InputError(
    { file, message: "holds rows, and not the result of a score" },
    { hint: `if they are judgements: lceval score ${file} -o result.json, and name result.json here` },
  );
}
