// Macro averages over groups → the record that scripts read and the tables that people read.
import type { GroupAverages } from "../../metrics/rates/average-over-groups.js";
import type { CategoryRate } from "../../metrics/rates/category-rates.js";
import { percent, percentRange } from "../figure-text.js";
import { inPercent } from "../in-percent.js";
import { type Column, figure, type Section, tableOf, text } from "../table-of.js";

/** Rates in percent. */
export interface GroupAveragesRecord {
  readonly win_rate: number;
  readonly win_rate_interval: GroupInterval | null;
  readonly length_controlled_winrate: number | null;
  readonly length_controlled_interval: GroupInterval | null;
  readonly groups: readonly {
    readonly group: string;
    readonly rows: number;
    readonly judged: number;
    readonly win_rate: number | null;
    readonly win_rate_interval: GroupInterval | null;
    readonly length_controlled_winrate: number | null;
    readonly length_controlled_interval: GroupInterval | null;
  }[];
}

interface GroupInterval {
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
}

const toInterval = ({ interval }: Pick<CategoryRate, "interval">): GroupInterval | null =>
  interval && { lower: 100 * interval.lower, upper: 100 * interval.upper, level: interval.level };

export function toGroupAveragesRecord(averages: GroupAverages): GroupAveragesRecord {
  const { raw, lengthControlled, groups } = averages;
  return {
    win_rate: 100 * raw.rate,
    win_rate_interval: toInterval(raw),
    length_controlled_winrate: inPercent(lengthControlled?.rate),
    length_controlled_interval: lengthControlled && toInterval(lengthControlled),
    groups: groups.map((group) => ({
      group: group.category,
      rows: group.rows,
      judged: group.judged,
      win_rate: inPercent(group.rate),
      win_rate_interval: toInterval(group),
      length_controlled_winrate: inPercent(group.lengthControlled?.rate),
      length_controlled_interval: group.lengthControlled && toInterval(group.lengthControlled),
    })),
  };
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
    groups.map((group) => ({ ...group, generator, raw: group })),
  );
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
    tableOf(
      "By group",
      inGroups,
      [
        text("model", ({ generator }) => generator),
        text("group", ({ category }) => category),
        rateColumns(),
        figure("pairs", ({ judged }) => judged),
      ],
      [
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
