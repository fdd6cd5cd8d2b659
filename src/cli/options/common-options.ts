import { type OptionTable, option, toggle, under } from "../../pipeline/options/option-table.js";
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
    quiet: toggle("say nothing but results and errors"),
    color: { ...toggle("never colour the output (NO_COLOR works too)"), flag: "--no-color" },
  }),
  ...under("Everywhere:", "none", {
    config: option("<file>", "settings file (default: lceval.config.yaml or .json, found upwards)"),
  }),
} satisfies OptionTable<CommonOptions>;
