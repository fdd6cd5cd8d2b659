// What is written, and where.
import { option, toggle, under } from "../../pipeline/options/option-table.js";
import { choice, repeatedTexts, WrongValue } from "../../pipeline/options/option-values.js";
import { outputOption } from "../../pipeline/options/shared-options.js";
import { refuseCode } from "../../report/warning-text.js";
import type { OutputOptions } from "../run/print-report.js";
import type { OwnOptions } from "./common-options.js";

/** A code that does not exist silences nothing: it is refused. */
const warningCodes = {
  ...repeatedTexts,
  read: (code: string) => {
    const refused = refuseCode(code);
    if (refused !== null) throw new WrongValue(refused);
    return [code];
  },
};

export const outputOptions = {
  ...under("Output:", "any", {
    format: option("<name>", "how to write the result", choice("table", "json", "csv", "markdown", "html")),
    wide: toggle("tables in full, whatever the width of the terminal"),
    noWarn: option(
      "<code>",
      "a warning that is not to be shown (repeatable; results in JSON keep it)",
      warningCodes,
      { default: [] },
    ),
  }),
  output: { ...outputOption, help: "write the result to a file, in --format or the format of its name" },
} satisfies OwnOptions<OutputOptions>;

const { format, wide } = outputOptions;

/** How to print what cannot be written to a file. */
export const printOptions = {
  format: { ...format, value: choice("table", "json", "csv", "markdown") },
  wide,
};
