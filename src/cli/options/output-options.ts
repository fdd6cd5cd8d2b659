// What is written, and where.
import { type OptionTable, option, toggle, under } from "../../pipeline/options/option-table.js";
import { choice } from "../../pipeline/options/option-values.js";
import { outputOption } from "../../pipeline/options/shared-options.js";
import { noWarnOption } from "../../pipeline/options/warning-option.js";
import type { OutputOptions } from "../run/print-report.js";
import type { OwnOptions } from "./common-options.js";

export const outputOptions = {
  ...under("Output:", "any", {
    format: option("<name>", "how to write the result", choice("table", "json", "csv", "markdown", "html")),
    wide: toggle("tables in full, whatever the width of the terminal"),
  }),
  noWarn: noWarnOption,
  output: { ...outputOption, help: "write the result to a file, in --format or the format of its name" },
} satisfies OwnOptions<OutputOptions>;

const { format, wide } = outputOptions;

export type PrintOptions = Omit<OutputOptions, "output" | "noWarn">;

/** How to print what cannot be written to a file. */
export const printOptions = {
  format: { ...format, value: choice("table", "json", "csv", "markdown") },
  wide,
};

/** What only the command line has of commands that ask. */
export interface RunOptions {
  readonly dryRun?: boolean;
  readonly verbose?: boolean;
}

export const runOptions = under("Speed, cost and store:", "any", {
  dryRun: toggle("say what would be asked and what it would cost, and show one request"),
  verbose: toggle("say each question that gets no verdict or answer, and why, as it fails"),
}) satisfies OptionTable<RunOptions>;
