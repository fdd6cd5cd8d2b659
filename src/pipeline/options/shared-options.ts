// Members that many requests have, with the same meaning.

import { type LibraryEntry, type OptionTable, option, under } from "./option-table.js";
import {
  anyText,
  callback,
  choice,
  numberBetween,
  percentAsShare,
  repeatedTexts,
  wholeNumberBetween,
} from "./option-values.js";

/** Where results go; `help` says what, and `required` whether it must be given. */
export const outputOption = {
  flag: "-o, --output <file>",
  heading: "Output:",
  value: anyText(),
  trust: "inside",
} as const;

export const { seed: seedOption } = under("Everywhere:", "none", {
  seed: option("<n>", "seed of everything that is drawn", wholeNumberBetween(0), { default: 0 }),
});

export const { level: levelOption } = under("Intervals:", "none", {
  level: option("<p>", "confidence level of the intervals", numberBetween(0, 1, true), { default: 0.95 }),
});

export const { judgeModel: judgeModelOption } = under("Judging:", "any", {
  judgeModel: option("<id>", "another model than the judge's own; PROVIDER/MODEL says who is asked too"),
});

export const { difficulty: difficultyOption } = under("Fit:", "none", {
  difficulty: option(
    "<source>",
    "instruction difficulty: auto, none, or a calibration file",
    anyText("auto", "none"),
    { default: "auto" },
  ),
});

export const { margin: marginOption } = under("Requirements:", "none", {
  margin: option(
    "<points>",
    "by how many points a model may be worse than its reference",
    percentAsShare(0, 100),
  ),
});

export const { itemField: itemFieldOption } = under("Other files' names:", "none", {
  itemField: option("<name>", "a column that is part of what was asked (repeatable)", repeatedTexts),
});

export interface WarningHook {
  /** Told of what files hold that was passed over, each `code: sentence`. */
  readonly onWarning?: ((warning: string) => void) | undefined;
}

export const onWarningOption = {
  isLibraryOnly: true,
  value: callback<(warning: string) => void>(),
} satisfies LibraryEntry<(warning: string) => void>;

export type { BootstrapHooks } from "../../metrics/rates/bootstrap.js";

/** What every analysis with bootstrap intervals can be told. */
export interface BootstrapOptions {
  /** Coverage of the intervals, in (0, 1). */
  readonly level?: number | undefined;
  /** How many samples are drawn. */
  readonly replicates?: number | undefined;
  readonly seed?: number | undefined;
}

const { replicates } = under("Options:", "none", {
  replicates: option("<n>", "samples of the bootstrap", wholeNumberBetween(100), { default: 2000 }),
});

/** Which models of a table of scores are meant. */
export const { modelColumn: modelColumnOption } = under("Options:", "any", {
  modelColumn: option("<name>", "what names models (default: generator, model, else the first column)"),
});

/** Of analyses of as many rows as somebody has. */
export const { interval: bootstrapIntervalOption } = under("Intervals:", "none", {
  interval: option("<method>", "where intervals come from", choice("bootstrap", "none"), {
    default: "bootstrap",
    hasOwnMeaning: true,
  }),
});

export const bootstrapOptions = {
  level: levelOption,
  replicates,
  seed: seedOption,
} satisfies OptionTable<BootstrapOptions>;
