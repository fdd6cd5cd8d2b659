// A file of outputs or questions in anybody's layout → rows under the names of an outputs file, and what it was read as.
import { InputError } from "../../core/errors.js";
import { groupBy } from "../../core/group-by.js";
import { nameOfPath } from "../bytes/byte-source.js";
import { type LocatedRow, nameOfInput, type RowInput } from "../rows/located-row.js";
import { type ReadRowsOptions, readRows } from "../rows/read-rows.js";
import { requireColumn } from "../rows/require-column.js";
import { columnOfPath, readPath } from "../wire/read-path.js";
import { chooseLayout, type LayoutChoice } from "./choose-layout.js";
import type { ItemColumns } from "./item-columns.js";
import { findLayout, type ItemLayout } from "./layout.js";
import { readItemRow } from "./read-item-row.js";

/** What the user says of a file of outputs. */
export interface StatedItems {
  readonly columns?: ItemColumns | undefined;
  /** The option that the columns were stated by. */
  readonly option?: "--output-columns" | "--baseline-columns";
  readonly layout?: string | undefined;
  /** Nobody looks for answers: the file is to hold questions. */
  readonly asksOnly?: boolean;
}

/** A file whose first rows have been looked at. */
export interface OpenedItems {
  readonly file: string;
  /** The first rows, under the names that were stated. */
  readonly head: readonly LocatedRow[];
  readonly choice: LayoutChoice;
  /** All rows, from the first on; to be called once. */
  readonly rows: () => AsyncGenerator<LocatedRow[]>;
  /** A row of the file as it stands there → as `rows` gives it. */
  readonly readAgain: (row: LocatedRow) => LocatedRow;
}

/** @throws InputError when the file cannot be read or lacks a column that was stated, UsageError for an unknown layout */
export async function openItems(
  path: RowInput,
  stated: StatedItems = {},
  options: ReadRowsOptions = {},
): Promise<OpenedItems> {
  const { columns = new Map(), layout: name, asksOnly = false } = stated;
  const batches = readRows(path, options);
  const first = await batches.next();
  const given = first.done ? [] : first.value;
  for (const [target, paths] of columns)
    for (const path of [paths].flat())
      requireColumn(given, path, `${stated.option ?? "--output-columns"} ${target}=…`, hasPath);
  const head = given.map((row) => rename(row, columns));
  const choice =
    name === undefined ? chooseLayout(head, asksOnly) : { layout: findLayout(name, "outputs", "questions") };
  const { layout } = choice as { layout: ItemLayout | null };
  return {
    file: nameOfPath(nameOfInput(path)),
    head,
    choice,
    readAgain: (row) => readBatch([rename(row, columns)], layout)[0]!,
    async *rows() {
      if (head.length > 0) yield readBatch(head, layout);
      for await (const batch of batches)
        yield readBatch(
          batch.map((row) => rename(row, columns)),
          layout,
        );
    },
  };
}

/** What files were read as, each `layout: FILES: …`; nothing of those that have the names of an outputs file. */
export function describeLayouts(opened: readonly OpenedItems[]): string[] {
  const read = opened.flatMap(({ choice, file }) =>
    "layout" in choice && choice.layout !== null ? [{ said: describeLayout(choice.layout), file }] : [],
  );
  return [...groupBy(read, "said", "file")].map(
    ([said, names]) => `layout: ${names.join(", ")}: read as ${said}`,
  );
}

function describeLayout({ name, columns, description, ignoresCase }: ItemLayout): string {
  if (!ignoresCase) return `${name} (${description})`;
  const parts = Object.entries(columns).map(([target, path]) => `${target} = ${[path].flat()[0]}`);
  return `${name} (${parts.join(", ")})`;
}

function readBatch(batch: readonly LocatedRow[], layout: ItemLayout | null): LocatedRow[] {
  if (layout === null) return [...batch];
  const strange = batch.filter(({ value }) =>
    layout.marks.some((mark) => readPath(value, mark) === undefined),
  );
  if (strange.length > 0)
    throw new InputError(
      strange.map(({ file, row }) => ({
        file,
        row,
        message: `is not laid out as the rows before it (${layout.name})`,
      })),
    );
  return batch.map((row) => ({ ...row, value: readItemRow(row.value, layout) }));
}

function rename(row: LocatedRow, columns: ItemColumns): LocatedRow {
  if (columns.size === 0) return row;
  const used = new Set([...columns.values()].flat().map((path) => columnOfPath(path, row.value)));
  const rest = Object.entries(row.value).filter(([name]) => !used.has(name));
  const read = (path: string) => readPath(row.value, path);
  const named = [...columns].map(([target, paths]) => [
    target,
    typeof paths === "string"
      ? read(paths)
      : paths.flatMap((generator) => {
          const text = read(generator);
          return text === undefined || text === null ? [] : [{ generator, text }];
        }),
  ]);
  return {
    ...row,
    value: Object.fromEntries([...rest, ...named.filter(([, value]) => value !== undefined)]),
  };
}

const hasPath = (row: LocatedRow["value"], path: string) => readPath(row, path) !== undefined;
