import type { Gate, GateVerdict } from "../../pipeline/index.js";
import { fitTerminal, type OutputOptions, printNote } from "./print-report.js";
import { raiseExitCode } from "./raise-exit-code.js";

type GateOutcome = GateVerdict["outcome"];

/** Says an outcome on standard error: what holds only where notes are wanted. */
export function printOutcome(
  outcome: GateOutcome,
  text: string,
  { quiet }: Pick<OutputOptions, "quiet">,
): void {
  printNote(fitTerminal(`${outcome}: ${text}`, "  "), { quiet: quiet && outcome === "holds" });
}

export const printGates = (gates: readonly Gate[], options: OutputOptions): GateOutcome[] =>
  gates.map(({ comparison: { first, second }, verdict: { outcome, explanation } }) => {
    printOutcome(outcome, `${first.generator} against ${second.generator}: ${explanation}`, options);
    return outcome;
  });

export function setGateExitCode(outcomes: readonly GateOutcome[]): void {
  if (outcomes.includes("fails")) raiseExitCode("requirementFailed");
  else if (outcomes.includes("inconclusive")) raiseExitCode("inconclusive");
}
