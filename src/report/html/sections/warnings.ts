import type { ScoreRecord } from "../../../io/wire/score-result/score-record.js";
import { sharedWarnings, splitWarning } from "../../model-warnings.js";
import { actionOf } from "../../warning-text.js";
import { html, type Markup } from "../markup.js";

/** What to be careful about; a warning that several models share stands once. Nothing where there is nothing. */
export function warningList(records: readonly ScoreRecord[]): Markup | null {
  const warnings = sharedWarnings(records);
  if (warnings.length === 0) return null;
  const entries = warnings.map(({ warning, whose }) => ({
    whose,
    action: actionOf(warning),
    ...splitWarning(warning),
  }));
  return html`<div class="warnings">
<h3>Warnings</h3>
<ul>
${entries.map(({ whose, code, sentence, action }) => html`<li><code>${code}</code> ${whose && html`<strong>${whose}:</strong> `}${sentence}${action && html`<small class="below">→ ${action}</small>`}</li>\n`)}</ul>
</div>
`;
}
