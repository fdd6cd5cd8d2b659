// Gate results → JUnit XML, as continuous integration servers read it (the dialect of Jenkins' junit plugin, which GitLab,
// Azure and the rest share). JUnit knows no third outcome: an inconclusive gate is a failure of the type `inconclusive`.
import { visibleText } from "../../core/visible-text.js";
import type { GateResult } from "../gates/gate-result.js";

/** One test case a gate and model; no times and no dates, so that the same results give the same bytes. */
export function writeJunit(results: readonly GateResult[]): string {
  const failures = results.filter(({ outcome }) => outcome !== "holds").length;
  const counts = `tests="${results.length}" failures="${failures}" errors="0" skipped="0"`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="lceval" ${counts}>
  <testsuite name="lceval" ${counts}>
${results.map(writeCase).join("")}  </testsuite>
</testsuites>
`;
}

function writeCase({ condition, generator, outcome, explanation }: GateResult): string {
  const open = `    <testcase classname="${escapeXml(generator)}" name="${escapeXml(condition)}"`;
  if (outcome === "holds")
    return `${open}>\n      <system-out>${escapeXml(explanation)}</system-out>\n    </testcase>\n`;
  const type = outcome === "fails" ? "requirement" : "inconclusive";
  return `${open}>\n      <failure type="${type}" message="${escapeXml(explanation)}">${escapeXml(`${generator}: ${condition}: ${explanation}`)}</failure>\n    </testcase>\n`;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** XML 1.0 has no way to write most control characters, nor half a surrogate pair or U+FFFE and U+FFFF. */
const escapeXml = (text: string): string =>
  visibleText(text)
    .replace(/[\p{Cs}\ufffe\uffff]/gu, "\ufffd")
    .replace(/[&<>"']/g, (character) => entities[character]!);
