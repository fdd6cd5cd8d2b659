// Items labelled by several humans and one judge → rows of one gold label and one judged label, under a stated rule:
//   majority        gold = the most frequent human label; an item without a single most frequent one has no gold
//   leave-one-out   one row for each human left out: gold = the majority of the others (what the human ceiling uses)
//   each            one row for each human: gold = that human's label
//   mean            gold = the side that the mean of the humans' preferences is on; where it is ½, the tie
// Rows of one item are dependent: intervals are clustered by item.

export const goldRules = ["majority", "leave-one-out", "each", "mean"] as const;
export type GoldRule = (typeof goldRules)[number];

export interface LabelledItem {
  /** Rows with equal clusters are dependent; the item itself by default. */
  readonly cluster: string;
  /** Null: the judge answered, but no label could be read. */
  readonly judge: string | null;
  /** One a human, always in the same order; null where that human gave none. */
  readonly humans: readonly (string | null)[];
  /** P(model beats baseline) that each of them stated, where that says more than the label. */
  readonly humanPreferences?: readonly (number | null)[] | undefined;
}

export interface GoldRow {
  readonly cluster: string;
  readonly gold: string;
  readonly judged: string | null;
}

export interface GoldRows {
  readonly rows: readonly GoldRow[];
  /** Rows left out because the humans (or the others) have no majority, or gave no label. */
  readonly withoutGold: number;
}

/**
 * The judge beside the gold labels that the rule makes.
 * @param preferenceByLabel P(model beats baseline) that labels stand for, which `mean` needs
 */
export function rowsAgainstGold(
  items: readonly LabelledItem[],
  rule: GoldRule,
  preferenceByLabel: ReadonlyMap<string, number> | null = null,
): GoldRows {
  return collect(items, (item) => {
    const { judge, humans } = item;
    if (rule === "majority") return [[majorityLabel(humans), judge]];
    if (rule === "mean")
      return [[meanLabel(preferencesOf(item, preferenceByLabel!), preferenceByLabel!), judge]];
    if (rule === "each") return humans.filter((label) => label !== null).map((label) => [label, judge]);
    return humans.flatMap((left, h) =>
      left === null ? [] : [[majorityLabel(humans.toSpliced(h, 1)), judge]],
    );
  });
}

/** The human ceiling: each human's label beside the majority of the others'. */
export function rowsOfHumansAgainstOthers(items: readonly LabelledItem[]): GoldRows {
  return collect(items, ({ humans }) =>
    humans.flatMap((label, h) => (label === null ? [] : [[majorityLabel(humans.toSpliced(h, 1)), label]])),
  );
}

/** The label with most votes; null where two share the first place or nobody voted. */
export function majorityLabel(labels: readonly (string | null)[]): string | null {
  const modes = modesOf(labels);
  return modes.length === 1 ? modes[0]! : null;
}

/** What each human stated, or what the label means. */
export const preferencesOf = (
  { humans, humanPreferences }: LabelledItem,
  preferenceByLabel: ReadonlyMap<string, number>,
): readonly (number | null)[] =>
  humanPreferences ?? humans.map((label) => (label === null ? null : (preferenceByLabel.get(label) ?? null)));

/** The label of the side on which the mean of the preferences is; null when nobody voted. */
function meanLabel(
  preferences: readonly (number | null)[],
  preferenceByLabel: ReadonlyMap<string, number>,
): string | null {
  const given = preferences.filter((preference) => preference !== null);
  if (given.length === 0) return null;
  const lead = given.reduce((sum, preference) => sum + preference - 0.5, 0);
  const side = Math.abs(lead) < rounding ? 0.5 : (Math.sign(lead) + 1) / 2;
  return [...preferenceByLabel].find(([, preference]) => preference === side)![0];
}

/** Of a sum of preferences. */
const rounding = 1e-9;

/** All labels with most votes, in the order of their first vote. */
export function modesOf<T extends string | number>(labels: readonly (T | null)[]): T[] {
  const votes = new Map<T, number>();
  for (const label of labels) if (label !== null) votes.set(label, (votes.get(label) ?? 0) + 1);
  const most = Math.max(...votes.values());
  return [...votes.keys()].filter((label) => votes.get(label) === most);
}

function collect(
  items: readonly LabelledItem[],
  pairsOf: (item: LabelledItem) => (readonly (string | null)[])[],
): GoldRows {
  const rows: GoldRow[] = [];
  let withoutGold = 0;
  for (const item of items) {
    for (const [gold, judged] of pairsOf(item)) {
      if (gold == null) withoutGold++;
      else rows.push({ cluster: item.cluster, gold, judged: judged ?? null });
    }
  }
  return { rows, withoutGold };
}
