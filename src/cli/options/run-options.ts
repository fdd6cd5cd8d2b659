import { type OptionTable, under } from "../../pipeline/options/option-table.js";
import { onOff } from "../../pipeline/options/option-values.js";

/** What only the command line has of commands that ask. */
export interface RunOptions {
  readonly dryRun?: boolean;
  readonly verbose?: boolean;
}

export const runOptions = {
  ...under("Speed, cost and store:", "any", {
    dryRun: {
      flag: "--dry-run",
      help: "say what would be asked and what it would cost, and show one request",
      value: onOff,
    },
    verbose: {
      flag: "--verbose",
      help: "say each question that gets no verdict or answer, and why, as it fails",
      value: onOff,
    },
  }),
} satisfies OptionTable<RunOptions>;
