// A file of items that no layout reads, or several do → what is to be said of it.
import type { OpenedItems } from "../../io/layouts/open-items.js";
import { listColumns } from "../../io/rows/require-column.js";

export function describeUnread({ choice, head }: OpenedItems): string {
  const columns = listColumns(new Set(head.flatMap(({ value }) => Object.keys(value))));
  const couldBe = "couldBe" in choice ? choice.couldBe : [];
  const ways = couldBe.map(({ name, columns: { instruction, output } }) =>
    name === "named-columns"
      ? `instruction=${[instruction ?? "?"].flat()[0]},output=${[output ?? "?"].flat()[0]}`
      : `--layout ${name}`,
  );
  return ways.length > 1
    ? `could be read in ${ways.length} ways: ${ways.join(" or ")}. ${columns}`
    : `has no instruction and output that lceval knows. ${columns}`;
}
