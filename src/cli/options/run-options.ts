import { type OptionTable, toggle, under } from "../../pipeline/options/option-table.js";

/** What only the command line has of commands that ask. */
export interface RunOptions {
  readonly dryRun?: boolean;
  readonly verbose?: boolean;
}

export const runOptions = under("Speed, cost and store:", "any", {
  dryRun: toggle("say what would be asked and what it would cost, and show one request"),
  verbose: toggle("say each question that gets no verdict or answer, and why, as it fails"),
}) satisfies OptionTable<RunOptions>;
