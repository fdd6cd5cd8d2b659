import type { StoppingRule } from "../../../length-control/observation.js";
import type { ModelScore } from "../../../metrics/score/score-model.js";
import type { LookOutcome } from "../../../metrics/sequential/decide-look.js";

/** What a look says of a model; `what` with its figures, in percent. */
export interface LookSaid {
  readonly outcome: LookOutcome;
  readonly what: string;
}

export interface RunRule extends Pick<StoppingRule, "rule" | "looks"> {
  readonly level: number;
  /** Whether a model's questions may be ended. */
  readonly concerns: (generator: string) => boolean;
  readonly look: (score: ModelScore) => Promise<LookSaid>;
}

/** What a look said of one model. */
export interface LookRecord extends StoppingRule {
  readonly generator: string;
  readonly look: number;
  readonly asked: number;
  readonly outcome: "holds" | "fails" | "inconclusive" | "undecided";
  /** The figures. */
  readonly what: string;
}
