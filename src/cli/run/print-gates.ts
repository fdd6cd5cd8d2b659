import { visibleText } from "../../core/visible-text.js";
import type { Gate, GateVerdict } from "../../pipeline/index.js";
import { type OutputOptions, printNote } from "./print-report.js";
import { raiseExitCode } from "./raise-exit-code.js";

type GateOutcome = GateVerdict["outcome"];

/** Says each verdict on standard error: what holds only where notes are wanted. */
export function printGates(gates: readonly Gate[], options: OutputOptions): GateOutcome[] {
  return gates.map(({ comparison, verdict: { outcome, explanation } }) => {
    const text = `${outcome}: ${comparison.first.generator} against ${comparison.second.generator}: ${explanation}`;
    if (outcome === "holds") printNote(text, options);
    else process.stderr.write(`${visibleText(text)}\n`);
    return outcome;
  });
}

export function setGateExitCode(outcomes: readonly GateOutcome[]): void {
  if (outcomes.includes("fails")) raiseExitCode("requirementFailed");
  else if (outcomes.includes("inconclusive")) raiseExitCode("inconclusive");
}
