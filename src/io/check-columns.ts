// The first rows of a file of judgements to what is missing in them: a column that must be there, a scale that must be
// stated. Nothing is guessed: the error proposes the options that would read the file, and the user decides.
import { InputError, type InputProblem } from "../core/errors.js";
import { quoteValue } from "../core/quote-value.js";
import type { StatedReading } from "./annotation-reading.js";
import { type ColumnField, columnFields } from "./column-map.js";
import {
  findLikelyColumn,
  listValues,
  proposeScale,
  proposeScaleOfWords,
  quoteForShell,
} from "./propose-reading.js";
import type { LocatedRow } from "./read-rows.js";
import { listColumns } from "./require-column.js";

/**
 * @param batch the first rows of one file, under the file's own column names
 * @throws InputError when a stated column does not exist, or `preference`, the instruction or the side of a lone
 * `generator` is not stated, with the options that are likely meant as its hint.
 */
export function checkColumns(batch: readonly LocatedRow[], reading: StatedReading): void {
  const [first] = batch;
  if (!first) return;
  const rows = batch.map(({ value }) => value);
  const present = new Set(rows.flatMap((row) => Object.keys(row)));
  const has = (key: string) => reading.columns.has(key) || present.has(key);
  const problems: InputProblem[] = [];
  const proposal = new Map<string, string>();
  const miss = (message: string) => problems.push({ file: first.file, message });

  for (const [key, column] of reading.columns) {
    if (!present.has(column))
      miss(`there is no column ${quoteValue(column)} for ${quoteValue(nameOfField(key))}`);
  }
  const advice: string[] = [];
  let options: string[] = [];
  if (!has("preference")) {
    const column = findLikelyColumn("preference", rows, present);
    miss(
      `there is no column "preference"${column ? `; ${quoteValue(column)} holds ${listValues(rows, column)}` : ""}`,
    );
    if (column) {
      proposal.set("preference", column);
      options = proposeScale(rows, column);
    }
  } else if (!reading.isScaleStated) {
    const column = reading.columns.get("preference") ?? "preference";
    options = proposeScaleOfWords(rows, column);
    if (options.length > 0) miss(`${quoteValue(column)} holds no numbers but ${listValues(rows, column)}`);
  }
  if (!has("instruction") && !has("instruction_id")) {
    miss('there is no column "instruction" or "instruction_id", by which pairs are told apart');
    for (const field of ["instruction", "instruction_id"] as const) propose(field);
  }
  if (present.has("generator") && !has("generator_1") && !has("generator_2")) {
    miss('"generator" names one of the two sides, and the file does not say which');
    advice.push(
      "Say --columns generator=generator where it is the model, --columns baseline=generator where it is the baseline.",
    );
  }
  if (problems.length === 0) return;
  if (proposal.size > 0) for (const field of optionalFields) propose(field);
  throw new InputError(problems, {
    hint: [...advice, ...describeProposal(proposal, options, present)].join(" "),
  });

  function propose(field: ColumnField) {
    const column = has(columnFields[field]) ? undefined : findLikelyColumn(field, rows, present);
    if (column && ![...proposal.values()].includes(column)) proposal.set(field, column);
  }
}

const optionalFields = ["output_model", "output_baseline", "length_model", "length_baseline"] as const;

const nameOfField = (key: string) =>
  Object.entries(columnFields).find(([, wireKey]) => wireKey === key)?.[0] ?? key;

function describeProposal(
  proposal: ReadonlyMap<string, string>,
  options: readonly string[],
  present: ReadonlySet<string>,
): string[] {
  const columns = [...proposal]
    .map(([field, column]) => `${field}=${column.replaceAll(",", "\\,")}`)
    .join(",");
  const flags = [...(columns ? [`--columns ${quoteForShell(columns)}`] : []), ...options].join(" ");
  return [...(flags ? [`Try ${flags} (check which side each stands for).`] : []), listColumns(present)];
}
