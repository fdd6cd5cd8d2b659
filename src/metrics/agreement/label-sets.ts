// Gold labels and those that a judge gave → what one side has and the other never, with counts: such a label is a miss
// in every figure, and may be another word for the same thing.

export interface LabelCount {
  readonly label: string;
  readonly count: number;
}

/** The most frequent first. */
export interface LabelSets {
  readonly gold: readonly LabelCount[];
  readonly judged: readonly LabelCount[];
  /** Those that the other side never has. */
  readonly onlyGold: readonly LabelCount[];
  readonly onlyJudged: readonly LabelCount[];
}

type Labels = Iterable<string | null>;

/** Nulls are no labels. */
export function compareLabelSets(goldLabels: Labels, judgedLabels: Labels): LabelSets {
  const [gold, judged] = [tallyLabels(goldLabels), tallyLabels(judgedLabels)];
  const without = (counts: readonly LabelCount[], others: readonly LabelCount[]) => {
    const known = new Set(others.map(({ label }) => label));
    return counts.filter(({ label }) => !known.has(label));
  };
  return { gold, judged, onlyGold: without(gold, judged), onlyJudged: without(judged, gold) };
}

/** Each label with how often it occurs, the most frequent first. */
export function tallyLabels(labels: Labels): LabelCount[] {
  const counts = new Map<string, number>();
  for (const label of labels) if (label !== null) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].map(([label, count]) => ({ label, count })).sort((a, b) => b.count - a.count);
}
