// What `annotate` and `run` can be told of ending before all is asked.
import { type OptionTable, option, under } from "../../options/option-table.js";
import { given, percentAsShare, wholeNumberBetween } from "../../options/option-values.js";
import { marginOption } from "../../options/shared-options.js";
import type { FitRequest } from "../../score/score-request.js";

export interface StoppingRequest {
  /** A requirement on one rate's interval: stop when it holds, fails, or hardly will be decided. */
  readonly until?: string | undefined;
  /** A result: stop when the model is known to be no worse than it by more than `margin`, or worse. */
  readonly untilAgainst?: string | undefined;
  /** In [0, 1]. */
  readonly margin?: number | undefined;
  /** Stop when the interval is at most so wide, in (0, 1). */
  readonly untilWidth?: number | undefined;
  /** How often it is looked at on the way. */
  readonly looks?: number | undefined;
  /** How a look is scored; as `score` does by itself when absent. */
  readonly fit?: FitRequest | undefined;
}

export const stoppingOptions = {
  ...under("Stopping early:", "none", {
    until: option("<condition>", "stop as soon as it is decided: 'length_controlled_winrate>=40@95%'"),
    untilWidth: option(
      "<points>",
      "stop when the 95 % interval is at most so wide",
      percentAsShare(0, 100, true),
    ),
    looks: option(
      "<k>",
      "how often it is looked at on the way, the last time when all is asked",
      wholeNumberBetween(2, 50),
      { default: 8 },
    ),
    untilAgainst: option(
      "<result>",
      "stop when the model is known to be no worse than it by more than --margin, or worse",
    ),
  }),
  margin: marginOption,
  fit: {
    isLibraryOnly: true,
    value: given<FitRequest>((value) => typeof value === "object", "options of score are needed."),
  },
} satisfies OptionTable<StoppingRequest>;
