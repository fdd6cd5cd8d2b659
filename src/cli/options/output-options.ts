// What is written, and where.
import type { FlagEntry } from "../../pipeline/options/option-table.js";
import { choice, text } from "../../pipeline/options/option-values.js";
import type { OutputOptions } from "../run/print-report.js";
import type { OwnOptions } from "./common-options.js";

export const outputOptions = {
  format: {
    flag: "--format <name>",
    help: "how to write the result",
    heading: "Output:",
    value: choice("table", "json", "csv", "markdown", "html"),
    trust: "any",
  },
  output: {
    flag: "-o, --output <file>",
    help: "write the result to a file, in --format or the format of its name",
    heading: "Output:",
    value: text(),
    trust: "inside",
  },
} satisfies OwnOptions<OutputOptions>;

/** How to print what cannot be written to a file. */
export const printFormatOption = {
  ...outputOptions.format,
  value: choice("table", "json", "csv", "markdown"),
} satisfies FlagEntry<string>;
