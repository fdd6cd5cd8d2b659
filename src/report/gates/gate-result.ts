// Requirements and comparisons with a reference → one shape, for what machines and people read of them.

import type { Gate, GateOutcome } from "../../metrics/comparison/non-inferiority.js";
import { roundPercent } from "../../numerics/percent.js";
import { rateTitles } from "../figure-text.js";
import type { RequirementVerdict } from "./requirement.js";

export interface GateResult {
  /** What was asked, as it was written or could have been. */
  readonly condition: string;
  readonly generator: string;
  readonly outcome: GateOutcome;
  /** One sentence with the figures. */
  readonly explanation: string;
}

export const fromRequirement = ({
  requirement,
  generator,
  outcome,
  explanation,
}: RequirementVerdict): GateResult => ({ condition: requirement.text, generator, outcome, explanation });

export const fromGate = ({ comparison, margin, rate, verdict }: Gate): GateResult => ({
  condition: `no worse than ${comparison.second.generator} by more than ${roundPercent(margin, 6)} points`,
  generator: comparison.first.generator,
  outcome: verdict.outcome,
  explanation: `${rateTitles[rate]}: ${verdict.explanation}`,
});
