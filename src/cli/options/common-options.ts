import { type OptionTable, under } from "../../pipeline/options/option-table.js";
import { onOff, text } from "../../pipeline/options/option-values.js";
import { seedOption } from "../../pipeline/options/shared-options.js";

/** What every command understands. */
export interface CommonOptions {
  readonly seed: number;
  readonly quiet?: boolean;
  readonly color: boolean;
  readonly config?: string;
}

/** The options of a command beside those of every command. */
export type OwnOptions<Options> = OptionTable<Omit<Options, keyof CommonOptions>>;

export const commonOptions = {
  seed: { ...seedOption, required: false },
  ...under("Everywhere:", "any", {
    quiet: { flag: "--quiet", help: "say nothing but results and errors", value: onOff },
    color: { flag: "--no-color", help: "never colour the output (NO_COLOR works too)", value: onOff },
  }),
  config: {
    flag: "--config <file>",
    help: "settings file (default: lceval.config.yaml or .json, found upwards)",
    heading: "Everywhere:",
    value: text(),
    trust: "none",
  },
} satisfies OptionTable<CommonOptions>;
