// Gate results and warnings → lines that GitHub Actions shows as annotations: `::error title=…::message`.
// Of warnings only those that somebody may have to act on, with what to do; notes are for the log.
// GitHub shows ten of each kind a step; here ten of both together, failures first, and a line that counts the rest.
import { visibleText } from "../../core/visible-text.js";
import type { GateResult } from "../gates/gate-result.js";
import { describeWarning, isActionable } from "../warning-text.js";

const mostAnnotations = 10;

/** Lines that each end in a newline; none where nothing is wrong. */
export function writeWorkflowCommands(results: readonly GateResult[], warnings: readonly string[]): string {
  const outcomeIs = (wanted: GateResult["outcome"]) => results.filter(({ outcome }) => outcome === wanted);
  const all = [
    ...outcomeIs("fails").map((result) => command("error", describe(result), "requirement fails")),
    ...outcomeIs("inconclusive").map((result) => command("warning", describe(result), "inconclusive")),
    ...warnings.filter(isActionable).map((each) => command("warning", describeWarning(each), "lceval")),
  ];
  const shown = all.length > mostAnnotations ? all.slice(0, mostAnnotations - 1) : all;
  const rest = all.length - shown.length;
  if (rest > 0) shown.push(command("warning", `and ${rest} more; see the step's summary`, "lceval"));
  return shown.join("");
}

const describe = ({ generator, condition, explanation }: GateResult) =>
  `${generator}: ${condition}: ${explanation}`;

const command = (level: "error" | "warning", message: string, title: string) =>
  `::${level} title=${escapeProperty(title)}::${escapeData(message)}\n`;

// As actions/toolkit escapes them (packages/core/src/command.ts); no line break can be left after `visibleText`.
const escapeData = (text: string) => visibleText(text).replaceAll("%", "%25");
const escapeProperty = (text: string) => escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
