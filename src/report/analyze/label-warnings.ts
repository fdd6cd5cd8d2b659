// What labels of two sides have not in common, in words.
import { present } from "../../core/present.js";
import { visibleText } from "../../core/visible-text.js";
import type { LabelCount, LabelSets } from "../../metrics/agreement/label-sets.js";

const mostListed = 10;
const longestLabel = 40;

/** `"Tie" ×38, "1" ×20`: the ten most frequent. */
export function listLabels(counts: readonly LabelCount[]): string {
  if (counts.length === 0) return "none";
  const listed = counts
    .slice(0, mostListed)
    .map(({ label, count }) => `"${visibleText(label.slice(0, longestLabel))}" ×${count}`);
  const more = counts.length - listed.length;
  return more > 0 ? `${listed.join(", ")} and ${more} more` : listed.join(", ");
}

/** Labels that one side has and the other never. */
export function warnOfLabels({ onlyGold, onlyJudged }: LabelSets, judgedAs: string): string[] {
  return present([
    onlyJudged.length > 0 && `foreign-labels: never gold, but ${judgedAs}: ${listLabels(onlyJudged)}`,
    onlyGold.length > 0 && `absent-labels: gold, but never ${judgedAs}: ${listLabels(onlyGold)}`,
  ]);
}
