import { visibleText } from "../../core/visible-text.js";
import type { Gate } from "../../pipeline/index.js";
import { type OutputOptions, printNote } from "./print-report.js";
import { raiseExitCode } from "./raise-exit-code.js";

export type GateOutcome = "holds" | "fails" | "pass" | "fail" | "inconclusive";

/** Says each verdict on standard error: passes only where notes are wanted. */
export function printGates(gates: readonly Gate[], options: OutputOptions): GateOutcome[] {
  return gates.map(({ comparison, verdict: { outcome, explanation } }) => {
    const text = `${outcome}: ${comparison.first.generator} against ${comparison.second.generator}: ${explanation}`;
    if (outcome === "pass") printNote(text, options);
    else process.stderr.write(`${visibleText(text)}\n`);
    return outcome;
  });
}

export function setGateExitCode(outcomes: readonly GateOutcome[]): void {
  if (outcomes.includes("fails") || outcomes.includes("fail")) raiseExitCode("requirementFailed");
  else if (outcomes.includes("inconclusive")) raiseExitCode("inconclusive");
}
