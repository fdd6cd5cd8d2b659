// A file of items that no layout reads, or several do → what is to be said of it.
import type { OpenedItems } from "../../io/layouts/open-items.js";
import { listColumns } from "../../io/rows/require-column.js";

/** What states each way in which a file could be read: columns, or `--layout NAME`. */
export const waysToRead = ({ choice }: OpenedItems): string[] =>
  ("couldBe" in choice ? choice.couldBe : []).map(({ name, columns: { instruction, output } }) =>
    name === "named-columns"
      ? `instruction=${[instruction ?? "?"].flat()[0]},output=${[output ?? "?"].flat()[0]}`
      : `--layout ${name}`,
  );

export function describeUnread(opened: OpenedItems): string {
  const columns = listColumns(new Set(opened.head.flatMap(({ value }) => Object.keys(value))));
  const ways = waysToRead(opened);
  return ways.length > 1
    ? `could be read in ${ways.length} ways: ${ways.join(" or ")}. ${columns}`
    : `has no instruction and output that lceval knows. ${columns}`;
}
