// What `plan` can be asked: the pilot, and what it is to be enough for.
import type { Price } from "../endpoint/client/prices.js";
import { askingOptions } from "./asking/asking-request.js";
import { argument, type OptionTable, option, under } from "./options/option-table.js";
import { percentAsShare, wholeNumberBetween } from "./options/option-values.js";
import { type FitRequest, fitOptions } from "./score/score-request.js";

export interface PlanRequest extends FitRequest {
  /** Judgements of a pilot, or of earlier runs; without any the plan is how to make them. */
  readonly annotations: readonly string[];
  /** The interval to aim at, as a share in (0, 0.5). */
  readonly halfWidth?: number | undefined;
  /** A difference from a gate that is to be seen with 80 % power, as a share. */
  readonly detect?: number | undefined;
  /** How many instructions there are to ask; those of the pilot when absent. */
  readonly instructions?: number | undefined;
  /** USD per million tokens; what the file says that it cost when absent. */
  readonly price?: Price | undefined;
}

export const planOptions = {
  annotations: argument(
    "[annotations...]",
    "judgements of a pilot or of earlier runs; none: how to make a pilot",
  ),
  ...under("Options:", "any", {
    halfWidth: option(
      "<points>",
      "the interval to aim at, plus or minus so many points",
      percentAsShare(0, 50, true),
      {
        default: 0.03,
      },
    ),
    detect: option(
      "<points>",
      "a distance from a gate that is to be seen with 80 % power",
      percentAsShare(0, 100, true),
    ),
    instructions: option(
      "<n>",
      "instructions that there are to ask (default: the pilot's)",
      wholeNumberBetween(2),
    ),
  }),
  price: askingOptions.price,
  ...fitOptions,
} satisfies OptionTable<PlanRequest>;
