// The first rows of a file of judgements to what is missing in them: a column that must be there, a scale that must be
// stated. Nothing is guessed: the error proposes the options that would read the file, and the user decides.
import { InputError } from "../../core/errors.js";
import { quoteValue } from "../../core/quote-value.js";
import type { LocatedRow } from "../rows/located-row.js";
import { listColumns } from "../rows/require-column.js";
import type { StatedReading } from "./annotation-reading.js";
import { type ColumnField, columnFields } from "./column-map.js";
import {
  findLikelyColumn,
  findVerdictsByValue,
  listMembers,
  listValues,
  listVerdictColumns,
  proposeNamedSides,
  proposeScale,
  proposeScaleOfWords,
  quoteForShell,
} from "./propose-reading.js";
import { readPath } from "./read-path.js";

/**
 * @param batch the first rows of one file, under the file's own column names
 * @param proposeOther what to do with rows that are somebody else's, where nothing was stated
 * @throws InputError when a stated column does not exist, or `preference`, the instruction or the side of a lone
 * `generator` is not stated, with the options that are likely meant as its hint.
 */
export async function checkColumns(
  batch: readonly LocatedRow[],
  reading: StatedReading,
  proposeOther?: (rows: readonly LocatedRow[]) => Promise<string | undefined>,
): Promise<void> {
  const [first] = batch;
  if (!first) return;
  const rows = batch.map(({ value }) => value);
  const table = { rows, present: new Set(rows.flatMap((row) => Object.keys(row))), reading };
  const gaps = isOutputs(table)
    ? [notJudged]
    : [
        ...findUnknownColumns(table),
        ...findUnreadPreference(table),
        ...findNoInstruction(table),
        ...findLoneGenerator(table),
      ];
  if (gaps.length === 0) return;
  const other = reading.columns.size === 0 ? await proposeOther?.(batch) : undefined;
  throw new InputError(
    gaps.map(({ message }) => ({ file: first.file, message })),
    { hint: other ?? describeRemedy(gaps, table) },
  );
}

/** The first rows of a file, and what was said of it. */
interface StatedTable {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly present: ReadonlySet<string>;
  readonly reading: StatedReading;
}

/** Something that must be stated, and how it might be. */
interface Gap {
  readonly message: string;
  /** Fields for which a likely column is proposed. */
  readonly fields?: readonly ColumnField[];
  /** Further options that would read the file. */
  readonly options?: readonly string[];
  readonly advice?: string;
  /** Whether the advice reads the whole row, whatever else is missing. */
  readonly isWhole?: boolean;
}

/** @param key of alpaca_eval's files */
const has = ({ reading, present }: StatedTable, key: string): boolean =>
  reading.columns.has(key) || present.has(key);

/** One answer a row, nothing that could be a verdict, and nothing stated: what `annotate` takes. */
const isOutputs = ({ rows, present, reading }: StatedTable): boolean =>
  reading.columns.size === 0 &&
  present.has("output") &&
  !present.has("preference") &&
  findLikelyColumn("preference", rows, present) === undefined;

const notJudged: Gap = {
  message: "holds a model's outputs, not judgements",
  advice: "Judge them first: lceval annotate FILE --baseline FILE --judge NAME -o judged.jsonl.",
};

/** Of what the file has under alpaca_eval's names, nothing has to be said. */
function sayColumns(table: StatedTable): string {
  const fields = (["preference", "instruction", "output_model", "output_baseline"] as const).filter(
    (field) => !has(table, columnFields[field]),
  );
  return `Say which column holds the verdict: --columns ${fields.map((field) => `${field}=COLUMN`).join(",")}, and what its values mean: --labels or --scale. One row a pair: a column a judge, one an order, or a grade of each answer become rows by a layout of your own (lceval convert FILE --layout OWN.json; docs/file-formats.md).`;
}

const findUnknownColumns = ({ reading, rows }: StatedTable): Gap[] =>
  [...reading.columns]
    .filter(([, column]) => rows.every((row) => readPath(row, column) === undefined))
    .map(([key, column]) => ({
      message: `there is no column ${quoteValue(column)} for ${quoteValue(nameOfField(key))}`,
    }));

const findPreference = ({ rows, present }: StatedTable): string | undefined =>
  findLikelyColumn("preference", rows, present) ??
  findVerdictsByValue(rows, present) ??
  findLikelyColumn("preference", rows, listMembers(rows));

function findUnreadPreference(table: StatedTable): Gap[] {
  const { rows, present, reading } = table;
  if (!has(table, "preference")) {
    const column = findPreference(table);
    const message = 'there is no column "preference"';
    if (column === undefined) {
      const others = listVerdictColumns(rows, present).map(quoteValue).join(", ");
      return [
        {
          message: others ? `${message}; numbers or few words are in ${others}` : message,
          advice: sayColumns(table),
        },
      ];
    }
    const named = proposeNamedSides(rows, column, present);
    if (named)
      return [
        {
          message: `${message}; ${quoteValue(column)} holds ${listValues(rows, column)}`,
          ...named,
          isWhole: true,
        },
      ];
    return [
      {
        message: `${message}; ${quoteValue(column)} holds ${listValues(rows, column)}`,
        fields: ["preference"],
        ...proposeScale(rows, column, present),
      },
    ];
  }
  if (reading.isScaleStated) return [];
  const column = reading.columns.get("preference") ?? "preference";
  const proposal = proposeScaleOfWords(rows, column, present);
  if (proposal === null) return [];
  return [{ message: `${quoteValue(column)} holds no numbers but ${listValues(rows, column)}`, ...proposal }];
}

function findNoInstruction(table: StatedTable): Gap[] {
  if (has(table, "instruction") || has(table, "instruction_id")) return [];
  const message = 'there is no column "instruction" or "instruction_id", by which pairs are told apart';
  return [{ message, fields: ["instruction", "instruction_id"] }];
}

function findLoneGenerator(table: StatedTable): Gap[] {
  const isLone = table.present.has("generator") && !has(table, "generator_1") && !has(table, "generator_2");
  if (!isLone) return [];
  return [
    {
      message: '"generator" names one of the two sides, and the file does not say which',
      advice:
        "Say --columns generator=generator where it is the model, --columns baseline=generator where it is the baseline.",
    },
  ];
}

// the names too: without them, sides that change from row to row are not met
const optionalFields = [
  "output_model",
  "output_baseline",
  "generator",
  "baseline",
  "length_model",
  "length_baseline",
] as const;

function describeRemedy(gaps: readonly Gap[], table: StatedTable): string {
  const whole = gaps.find(({ isWhole }) => isWhole);
  if (whole) return `${whole.advice} ${listColumns(table.present)}`;
  const needed = proposeColumns(
    gaps.flatMap(({ fields = [] }) => fields),
    table,
  );
  const proposal = needed.size > 0 ? proposeColumns(optionalFields, table, needed) : needed;
  const columns = [...proposal]
    .map(([field, column]) => `${field}=${column.replaceAll(",", "\\,")}`)
    .join(",");
  const flags = [
    ...(columns ? [`--columns ${quoteForShell(columns)}`] : []),
    ...gaps.flatMap(({ options = [] }) => options),
  ].join(" ");
  return [
    ...gaps.flatMap(({ advice = [] }) => advice),
    ...(flags ? [`Try ${flags} (check which side each stands for).`] : []),
    listColumns(table.present),
  ].join(" ");
}

/** The likely column of each field that has none; a column is proposed for one field only. */
function proposeColumns(
  fields: readonly ColumnField[],
  table: StatedTable,
  earlier: ReadonlyMap<ColumnField, string> = new Map(),
): ReadonlyMap<ColumnField, string> {
  const proposal = new Map(earlier);
  for (const field of fields) {
    if (has(table, columnFields[field])) continue;
    const column =
      field === "preference" ? findPreference(table) : findLikelyColumn(field, table.rows, table.present);
    if (column && ![...proposal.values()].includes(column)) proposal.set(field, column);
  }
  return proposal;
}

const nameOfField = (key: string) =>
  Object.entries(columnFields).find(([, wireKey]) => wireKey === key)?.[0] ?? key;
