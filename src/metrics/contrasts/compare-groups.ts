// Labels by group and prompt → for each label its rate in every group, and each group against the control group.
import type { BootstrapSettings } from "../rates/bootstrap.js";
import { compareWithControl, type GroupHits, type GroupRate } from "./compare-with-control.js";
import { type GroupSpread, measureSpreads } from "./group-spread.js";
import { countHighest, type HighestGroup } from "./highest-groups.js";

export interface GroupedLabel {
  /** Groups are compared within a stratum; absent: there is one. */
  readonly stratum?: string;
  readonly group: string;
  /** What the groups have in common: rows of one prompt are dependent, and pair the groups. */
  readonly prompt: string;
  /** Null for no label: counted, and in no rate. */
  readonly label: string | null;
}

export interface GroupComparison {
  readonly rates: readonly GroupRate[];
  /** How far the groups are apart, with three or more of them. */
  readonly spreads: readonly GroupSpread[];
  /** In how many strata each group is the highest; empty for fewer than two strata. */
  readonly highest: readonly HighestGroup[];
  /** Rows without a label, for each group that has some. */
  readonly unlabelled: readonly { readonly group: string; readonly rows: number }[];
}

/**
 * @param labels the labels to compare, in the order wanted
 * @param control the group that all others are compared with; null for rates alone
 */
export function compareGroups(
  rows: readonly GroupedLabel[],
  {
    labels,
    control,
    ...settings
  }: BootstrapSettings & { readonly labels: readonly string[]; readonly control: string | null },
): GroupComparison {
  const cells = new Map<string, GroupedLabel[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.stratum ?? "", row.group]);
    const known = cells.get(key);
    if (known) known.push(row);
    else cells.set(key, [row]);
  }
  const groups = labels.flatMap((label) =>
    [...cells.values()].map(
      (cell): GroupHits => ({
        stratum: cell[0]!.stratum ?? "",
        outcome: label,
        group: cell[0]!.group,
        rows: cell
          .filter((row) => row.label !== null)
          .map((row) => ({ hits: Number(row.label === label), trials: 1, cluster: row.prompt })),
      }),
    ),
  );
  const unlabelled = new Map<string, number>();
  for (const { group, label } of rows)
    if (label === null) unlabelled.set(group, (unlabelled.get(group) ?? 0) + 1);
  const rates = compareWithControl(groups, control, settings.level);
  return {
    rates,
    spreads: measureSpreads(groups, settings),
    highest: new Set(rates.map(({ stratum }) => stratum)).size > 1 ? countHighest(rates, control) : [],
    unlabelled: [...unlabelled].map(([group, count]) => ({ group, rows: count })),
  };
}
