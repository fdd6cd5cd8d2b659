// Members that many requests have, with the same meaning.
import type { FlagEntry, LibraryEntry, OptionTable } from "./option-table.js";
import { callback, choice, numberBetween, text, wholeNumberBetween } from "./option-values.js";

export const seedOption = {
  flag: "--seed <n>",
  help: "seed of everything that is drawn",
  heading: "Everywhere:",
  value: wholeNumberBetween(0),
  default: 0,
  trust: "any",
} satisfies FlagEntry<number>;

export const levelOption = {
  flag: "--level <p>",
  help: "confidence level of the intervals",
  heading: "Intervals:",
  value: numberBetween(0, 1, true),
  default: 0.95,
  trust: "any",
} satisfies FlagEntry<number>;

export const judgeModelOption = {
  flag: "--judge-model <id>",
  help: "another model than the judge's own; PROVIDER/MODEL says who is asked too",
  heading: "Judging:",
  value: text(),
  trust: "any",
} satisfies FlagEntry<string>;

export const difficultyOption = {
  flag: "--difficulty <source>",
  help: "instruction difficulty: auto, none, or a calibration file",
  heading: "Fit:",
  value: text("auto", "none"),
  default: "auto",
  trust: "any",
} satisfies FlagEntry<string>;

/** Told of what files hold that was passed over, each `code: sentence`. */
export const onWarningOption = {
  isLibraryOnly: true,
  value: callback<(warning: string) => void>(),
} satisfies LibraryEntry<(warning: string) => void>;

/** Which models of a table of scores are meant. */
export const modelColumnOption = {
  flag: "--model-column <name>",
  help: "what names models (default: generator, model, else the first column)",
  value: text(),
  trust: "any",
} satisfies FlagEntry<string>;

export type { BootstrapHooks } from "../../metrics/rates/bootstrap.js";

/** What every analysis with bootstrap intervals can be told. */
export interface BootstrapOptions {
  /** Coverage of the intervals, in (0, 1). */
  readonly level?: number | undefined;
  /** How many samples are drawn. */
  readonly replicates?: number | undefined;
  readonly seed?: number | undefined;
}

/** Of analyses of as many rows as somebody has. */
export const bootstrapIntervalOption = {
  flag: "--interval <method>",
  help: "where intervals come from",
  heading: "Intervals:",
  value: choice("bootstrap", "none"),
  default: "bootstrap",
  hasOwnMeaning: true,
  trust: "any",
} satisfies FlagEntry<"bootstrap" | "none">;

export const bootstrapOptions = {
  level: levelOption,
  replicates: {
    flag: "--replicates <n>",
    help: "samples of the bootstrap",
    value: wholeNumberBetween(100),
    default: 2000,
    trust: "any",
  },
  seed: seedOption,
} satisfies OptionTable<BootstrapOptions>;
