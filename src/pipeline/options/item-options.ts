// What a user can say of how files of outputs, or of instructions, are laid out.
import { type ItemColumns, parseItemColumns } from "../../io/layouts/item-columns.js";
import { under } from "./option-table.js";
import { parsed, text } from "./option-values.js";

export const itemOptions = under("Other files' names:", "any", {
  outputColumns: {
    flag: "--output-columns <map>",
    help: "what stands for what: instruction=prompt,output=response,…",
    value: parsed<ItemColumns>(
      parseItemColumns,
      (value) => value instanceof Map && [...value.values()].every((path) => typeof path === "string"),
      "a map from names to columns is needed.",
    ),
  },
  layout: {
    flag: "--layout <name>",
    help: "how the files are laid out, where their fields do not tell",
    value: text(),
  },
});
