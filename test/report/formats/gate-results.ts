import type { GateResult } from "../../../src/report/gates/gate-result.js";
import { hostileTexts } from "../hostile-texts.js";

/** One result of each outcome. */
export const gateResults: readonly GateResult[] = [
  {
    condition: "length_controlled_winrate>=20@95%",
    generator: "model-a",
    outcome: "holds",
    explanation: "length_controlled_winrate is 28.16, 95 % interval [24.83, 31.74]",
  },
  {
    condition: "length_controlled_winrate>=30@95%",
    generator: "model-a",
    outcome: "inconclusive",
    explanation: "length_controlled_winrate is 28.16, 95 % interval [24.83, 31.74]",
  },
  { condition: "win_rate>=40", generator: "model-b", outcome: "fails", explanation: "win_rate is 17.19" },
];

/** One failing result a hostile text, which stands in every field. */
export const hostileResults: readonly GateResult[] = Object.values(hostileTexts).map((text) => ({
  condition: text,
  generator: text,
  outcome: "fails",
  explanation: text,
}));
