// A file that `lceval score -o FILE.json` wrote → its records.
import { InputError } from "../../../core/errors.js";
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

/** @throws InputError naming every field that is wrong, or that the file is a leaderboard */
export async function readScoreRecords(path: string): Promise<ScoreRecord[]> {
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

/** The one value of a file; judgements, which are many lines or an array, are told what would make a result of them. */
function parseResult(text: string, file: string): unknown {
  const isMany = /^\s*(\[|\{[^\n]*\}[ \t\r]*\n\s*\{)/.test(text);
  if (!isMany) return parseJson(text, file);
  throw new InputError(
    { file, message: "holds rows, and not the result of a score" },
    { hint: `if they are judgements: lceval score ${file} -o result.json, and name result.json here` },
  );
}
