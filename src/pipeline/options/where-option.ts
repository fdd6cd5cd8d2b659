// `--where`: which rows of a file are meant.
import { parseConditions } from "../tables/row-condition.js";
import { option, under } from "./option-table.js";
import { parsed } from "./option-values.js";

export const { where: whereOption } = under("Other files' names:", "none", {
  where: option(
    "<conditions>",
    "only such rows: study=letters,score>=0 (also != <= > <)",
    parsed(parseConditions, Array.isArray, "a list of {column, value} is needed."),
  ),
});
