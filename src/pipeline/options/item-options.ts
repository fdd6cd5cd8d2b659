// What a user can say of how files of outputs, or of instructions, are laid out.
import { type ItemColumns, parseItemColumns } from "../../io/layouts/item-columns.js";
import { option, under } from "./option-table.js";
import { parsed } from "./option-values.js";

const columnMap = parsed<ItemColumns>(
  parseItemColumns,
  (value) => value instanceof Map && [...value.values()].flat().every((path) => typeof path === "string"),
  "a map from names to columns is needed.",
);

export const itemOptions = {
  ...under("Other files' names:", "none", {
    outputColumns: option("<map>", "what stands for what: instruction=prompt,output=response,…", columnMap),
  }),
  ...under("Other files' names:", "inside", {
    layout: option(
      "<name|file>",
      "how the files are laid out, where their fields do not tell; FILE.json: your own",
    ),
  }),
};
