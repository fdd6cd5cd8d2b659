// The first rows of a file that is not laid out as judgements of ours → the command that makes it so, where they are
// somebody's comparisons.

import type { LocatedRow } from "../rows/located-row.js";
import { quoteForShell } from "../wire/propose-reading.js";
import { readPath } from "../wire/read-path.js";
import { allLayouts, type ComparisonLayout } from "./layout.js";
import { readComparisonRow } from "./read-comparison-row.js";

/** A sentence with one command line for each layout that reads all rows, of which those with most marks; else undefined. */
export function proposeConversion(head: readonly LocatedRow[]): string | undefined {
  const fitting = allLayouts().filter(
    (layout) => layout.holds === "comparisons" && head.every(({ value }) => isRead(value, layout)),
  );
  const most = Math.max(...fitting.map(({ marks }) => marks.length));
  const names = fitting.filter(({ marks }) => marks.length === most).map(({ name }) => name);
  if (names.length === 0) return undefined;
  const file = quoteForShell(head[0]!.file);
  const lines = names.map((name) => `lceval convert ${file} --layout ${name} -o judged.jsonl`);
  return `These are comparisons in a layout of others; to make judgements of them: ${lines.join(" or ")}`;
}

const isRead = (row: LocatedRow["value"], layout: ComparisonLayout): boolean =>
  layout.marks.every((mark) => readPath(row, mark) !== undefined) &&
  Array.isArray(readComparisonRow(row, layout, (field, message) => ({ field, message })));
