// A file of judgements in any format, scale and column names to one that alpaca_eval and lceval read.
import { countOf } from "../core/count-of.js";
import { InputError } from "../core/errors.js";
import { canReadAgain } from "../io/bytes/byte-source.js";
import type { Row } from "../io/rows/encode-rows.js";
import { chooseRowFormat, writeRows } from "../io/rows/write-rows.js";
import { stateReading } from "../io/wire/annotation-reading.js";
import type { AnnotationRow } from "../io/wire/annotation-row.js";
import type { PreferenceScale } from "../io/wire/preference-scale.js";
import { typeCells } from "../io/wire/type-cells.js";
import {
  type AnnotationFilesOptions,
  type JudgedRow,
  readAnnotationFiles,
} from "./annotation-files/read-annotation-files.js";
import { describeUnread } from "./asking/describe-unread.js";
import { type ConvertRequest, convertOptions } from "./convert-request.js";
import { checkRequest } from "./options/check-request.js";
import { watchForMissing } from "./score/missing-judgements.js";

export interface Conversion {
  readonly rows: number;
  readonly warnings: readonly string[];
}

/**
 * Writes the rows under alpaca_eval's keys with preferences in 1…2; every further column goes along. In CSV and TSV
 * a nested value is its JSON.
 * @throws InputError with every row that cannot be read, and then nothing is written; OutputError
 */
export async function convertAnnotations(request: ConvertRequest): Promise<Conversion> {
  checkRequest<ConvertRequest>("convertAnnotations", convertOptions, request);
  const { input, output } = request;
  const format = chooseRowFormat(output, request.format);
  const warnings = new Set<string>();
  const onWarning = (warning: string) => void warnings.add(warning);
  const others = await readOthers(request);
  const missing = await watchForMissing(others ? [] : [input]);
  let see: typeof missing.see | undefined = missing.see;
  const read = () => {
    const first = see;
    see = undefined;
    return others?.() ?? readConverted(input, { ...request, onWarning }, first);
  };
  const allWarnings = () => [
    ...new Set([...missing.missing().values()].flat().map(({ warning }) => warning)),
    ...warnings,
  ];
  if (format === "json" || format === "jsonl") {
    const count = { rows: 0 };
    await writeRows(output, countRows(read(), count), { format });
    return { rows: count.rows, warnings: allWarnings() };
  }
  // the header names every column that any row has, so a table takes two passes
  const batches = (await canReadAgain(input)) ? null : await collect(read());
  const survey = await surveyColumns(batches ?? read());
  await writeRows(output, batches ?? read(), { format, columns: survey.columns });
  if (survey.brokenTexts > 0)
    warnings.add(
      `half a surrogate pair stands in ${countOf(survey.brokenTexts, "text")}; only JSON can write it, here it is U+FFFD`,
    );
  return { rows: survey.rows, warnings: allWarnings() };
}

/** The rows of a file in a layout of others; null where it has lceval's own names or was described by --columns. */
async function readOthers(request: ConvertRequest): Promise<(() => AsyncGenerator<Row[]>) | null> {
  const { input, layout, join, outputColumns: columns } = request;
  if (layout === undefined && columns === undefined) return null;
  const { findLayout } = await import("../io/layouts/layout.js");
  const isComparisons = layout !== undefined && findLayout(layout).holds === "comparisons";
  if (isComparisons) {
    const { readComparisons } = await import("../io/layouts/read-comparisons.js");
    return () => readComparisons(input, layout, join);
  }
  const [{ openItems }, { expandItem }] = await Promise.all([
    import("../io/layouts/open-items.js"),
    import("../io/layouts/expand-item.js"),
  ]);
  return async function* () {
    const opened = await openItems(input, { columns, layout });
    if (!("layout" in opened.choice)) throw new InputError({ file: input, message: describeUnread(opened) });
    for await (const batch of opened.rows()) yield batch.flatMap(({ value }) => expandItem(value, "each"));
  };
}

/** @param see told of each judgement */
async function* readConverted(
  input: string,
  options: AnnotationFilesOptions,
  see: ((judged: JudgedRow) => void) | undefined,
): AsyncGenerator<Row[]> {
  const { scale } = stateReading(options);
  for await (const batch of readAnnotationFiles([input], options)) {
    if (see) batch.forEach(see);
    yield batch.map(({ row }) => toWireRow(row, scale));
  }
}

function toWireRow({ located, preference, unjudgedReason }: AnnotationRow, scale: PreferenceScale): Row {
  // a checksum is one of the line as it was
  const { checksum: _, ...row } = located.isTextOnly ? typeCells(located.value) : located.value;
  // a number out of range stays: it says more than null does
  if (scale === "1..2" && (preference !== null || unjudgedReason === "out-of-range")) return row;
  return { ...row, preference: preference === null ? null : preference + 1 };
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

async function* countRows(batches: AsyncIterable<Row[]>, count: { rows: number }): AsyncGenerator<Row[]> {
  for await (const batch of batches) {
    count.rows += batch.length;
    yield batch;
  }
}

async function surveyColumns(batches: AsyncIterable<Row[]> | Iterable<Row[]>) {
  const columns = new Set<string>();
  let rows = 0;
  let brokenTexts = 0;
  for await (const batch of batches) {
    rows += batch.length;
    for (const row of batch) {
      for (const [column, value] of Object.entries(row)) {
        columns.add(column);
        if (typeof value === "string" && loneSurrogate.test(value)) brokenTexts++;
      }
    }
  }
  return { columns: [...columns], rows, brokenTexts };
}

const loneSurrogate = /\p{Surrogate}/u;
