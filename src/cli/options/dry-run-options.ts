import type { OptionTable } from "../../pipeline/options/option-table.js";
import { onOff } from "../../pipeline/options/option-values.js";

export interface DryRunOptions {
  readonly dryRun?: boolean;
}

export const dryRunOptions = {
  dryRun: {
    flag: "--dry-run",
    help: "say what would be asked and what it would cost, and show one request",
    heading: "Speed, cost and store:",
    value: onOff,
    trust: "any",
  },
} satisfies OptionTable<DryRunOptions>;
