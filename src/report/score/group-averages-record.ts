// Macro averages over groups → the record that scripts read and the tables that people read.

import { splitLevels } from "../../core/group-by.js";
import type { GroupAverages } from "../../metrics/rates/average-over-groups.js";
import type { CategoryRate } from "../../metrics/rates/category-rates.js";
import { percent, percentRange } from "../figure-text.js";
import { inPercent } from "../in-percent.js";
import { type Column, figure, type Section, tableOf, text } from "../table-of.js";

interface GroupRates {
  readonly win_rate: number | null;
  readonly win_rate_interval: GroupInterval | null;
  readonly length_controlled_winrate: number | null;
  readonly length_controlled_interval: GroupInterval | null;
}

/** Rates in percent. Several columns' values stand in one text, with commas between. */
export interface GroupAveragesRecord extends GroupRates {
  readonly win_rate: number;
  readonly within: readonly (GroupRates & { readonly group: string; readonly groups: number })[];
  readonly groups: readonly (GroupRates & {
    readonly group: string;
    readonly rows: number;
    readonly judged: number;
  })[];
}

interface GroupInterval {
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
}

const toInterval = ({ interval }: Pick<CategoryRate, "interval">): GroupInterval | null =>
  interval && { lower: 100 * interval.lower, upper: 100 * interval.upper, level: interval.level };

export function toGroupAveragesRecord(averages: GroupAverages): GroupAveragesRecord {
  return {
    ...toRates(averages),
    win_rate: 100 * averages.raw.rate,
    groups: averages.groups.map((group) => ({
      group: nameOf(splitLevels(group.category)),
      rows: group.rows,
      judged: group.judged,
      ...toRates({ ...group, raw: group }),
    })),
    within: averages.within.map(({ levels, groups, ...rates }) => ({
      group: nameOf(levels),
      groups,
      ...toRates(rates),
    })),
  };
}

const toRates = ({ raw, lengthControlled }: { raw: Rated; lengthControlled: Rated }): GroupRates => ({
  win_rate: inPercent(raw?.rate),
  win_rate_interval: raw && toInterval(raw),
  length_controlled_winrate: inPercent(lengthControlled?.rate),
  length_controlled_interval: lengthControlled && toInterval(lengthControlled),
});

const nameOf = (levels: readonly string[]) => levels.join(", ");

/** More groups of a model are shown from either end of their order alone. */
const mostGroups = 20;

/** All, or those with the lowest and the highest raw rates. */
function shorten(groups: readonly CategoryRate[]): readonly CategoryRate[] {
  if (groups.length <= mostGroups) return groups;
  const judged = groups.filter(({ rate }) => rate !== null).sort((a, b) => a.rate! - b.rate!);
  return [...judged.slice(0, mostGroups / 2), ...judged.slice(-mostGroups / 2)];
}

export interface ModelGroups {
  readonly generator: string;
  readonly averages: GroupAverages | null;
}

/** A row a model for the averages, then a row a model and group; no rows where nothing was averaged over groups. */
export function groupSections(models: readonly ModelGroups[]): Section[] {
  const averaged = models.flatMap(({ generator, averages }) =>
    averages ? [{ generator, ...averages }] : [],
  );
  const inGroups = averaged.flatMap(({ generator, groups }) =>
    shorten(groups).map((group) => ({ ...group, generator, raw: group })),
  );
  const within = averaged.flatMap(({ generator, within }) => within.map((each) => ({ ...each, generator })));
  return [
    tableOf(
      "Macro average over groups",
      averaged,
      [
        text("model", ({ generator }) => generator),
        rateColumns(),
        figure("groups", ({ groups }) => groups.length),
      ],
      ["Every group counts the same; in the intervals the groups are what was drawn."],
    ),
    tableOf("Macro average within", within, [
      text("model", ({ generator }) => generator),
      text("within", ({ levels }) => nameOf(levels)),
      rateColumns(),
      figure("groups", ({ groups }) => groups),
    ]),
    tableOf(
      "By group",
      inGroups,
      [
        text("model", ({ generator }) => generator),
        text("group", ({ category }) => nameOf(splitLevels(category))),
        rateColumns(),
        figure("pairs", ({ judged }) => judged),
      ],
      [
        averaged.some(({ groups }) => groups.length > mostGroups) &&
          `Of more than ${mostGroups} groups of a model those with the ${mostGroups / 2} lowest and highest raw rates; all: --format json.`,
        "Length-controlled: the one fit of the model, averaged over the group's rows. The fit knows a group only by its instructions' difficulty; what else sets it apart the raw rate alone shows.",
      ],
    ),
  ];
}

type Rated = Pick<CategoryRate, "rate" | "interval"> | null;

const rateColumns = (): Column<{ readonly lengthControlled: Rated; readonly raw: Rated }>[] => [
  figure("length-controlled %", ({ lengthControlled }) => percent(lengthControlled?.rate, 2)),
  text("interval", ({ lengthControlled }) => percentRange(lengthControlled?.interval, 2)),
  figure("raw %", ({ raw }) => percent(raw?.rate, 2)),
  text("interval", ({ raw }) => percentRange(raw?.interval, 2)),
];
