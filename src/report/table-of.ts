// Rows → a table for people: a column is one entry, its heading and its cell of a row side by side. The same tables go to
// a terminal, Markdown and pages.

/** One table. Cells are ready to read; numbers have been rounded to what they are worth. */
export interface Section {
  readonly title: string;
  readonly columns: readonly Omit<Column<never>, "cell">[];
  readonly rows: readonly (readonly string[])[];
  /** Sentences below the table. */
  readonly notes: readonly string[];
  /** What a terminal says in the table's place, unless all is asked for. */
  readonly inWords?: readonly string[];
}

export interface Column<Row> {
  readonly name: string;
  readonly align: "left" | "right";
  /** A terminal leaves it out after all others. */
  readonly isMain?: true;
  /** Null: there is no such value. */
  readonly cell: (row: Row, position: number) => string | number | null | undefined;
}

/** What stands in a cell for a value that does not exist. */
export const absent = "–";

export const text = <Row>(name: string, cell: Column<Row>["cell"]): Column<Row> => ({
  name,
  align: "left",
  cell,
});

export const figure = <Row>(name: string, cell: Column<Row>["cell"]): Column<Row> => ({
  name,
  align: "right",
  cell,
});

/** What a narrow terminal shows too. */
export const main = <Row>(...columns: readonly Column<Row>[]): Column<Row>[] =>
  columns.map((column) => ({ ...column, isMain: true }));

/** Columns and notes that are false are left out, lists of them stand in their place. */
export function tableOf<Row>(
  title: string,
  rows: readonly Row[],
  columns: readonly (Column<Row> | readonly Column<Row>[] | false)[],
  notes: readonly (string | false)[] = [],
): Section {
  const shown = columns.flatMap((column) => column || []);
  return {
    title,
    columns: shown.map(({ cell: _, ...column }) => column),
    rows: rows.map((row, at) => shown.map(({ cell }) => String(cell(row, at) ?? absent))),
    notes: notes.filter((note) => note !== false),
  };
}
