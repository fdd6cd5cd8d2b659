import type { ReadingOptions } from "../io/wire/annotation-reading.js";
import { argument, defaultsOf, type OptionTable, option, under } from "./options/option-table.js";
import { anyText, repeatedTexts } from "./options/option-values.js";
import { readingOptions } from "./options/reading-options.js";
import { seedOption } from "./options/shared-options.js";

/** What `calibrate` is asked to do. */
export interface CalibrateRequest extends ReadingOptions {
  /** Annotation files or globs of the models, all against one baseline and by one judge. */
  readonly annotations: readonly string[];
  /** Annotations of the baseline's verbose and concise variants against it, by the same judge. */
  readonly gamed?: readonly string[] | undefined;
  /** Nothing is drawn here; taken, as by every command. */
  readonly seed?: number | undefined;
  /** What the calibration is called; a name made of its contents when absent. */
  readonly name?: string | undefined;
}

export const calibrateOptions = {
  annotations: argument(
    "<annotations...>",
    "annotation files or globs of the models, all against one baseline",
  ),
  ...under("Options:", "any", {
    gamed: option(
      "<file>",
      "annotations of the baseline's verbose and concise variants (repeatable)",
      repeatedTexts,
    ),
    name: option("<name>", "what to call the calibration in results", anyText(), { hasOwnMeaning: true }),
  }),
  ...readingOptions,
  seed: seedOption,
} satisfies OptionTable<CalibrateRequest>;

export const calibrateDefaults = defaultsOf(calibrateOptions);
