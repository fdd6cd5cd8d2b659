// Macro averages over groups → the record that scripts read and the tables that people read.
import type { GroupAverages } from "../../metrics/rates/average-over-groups.js";
import type { CategoryRate } from "../../metrics/rates/category-rates.js";
import { percent, percentRange } from "../figure-text.js";
import { inPercent } from "../in-percent.js";
import { left, right, type Section } from "../report.js";

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

/** A row a model for the averages, then a row a model and group; none where nothing was averaged over groups. */
export function groupSections(models: readonly ModelGroups[]): Section[] {
  const averaged = models.flatMap(({ generator, averages }) => (averages ? [{ generator, averages }] : []));
  return averaged.length === 0 ? [] : [averagesSection(averaged), everyGroupSection(averaged)];
}

interface AveragedModel {
  readonly generator: string;
  readonly averages: GroupAverages;
}

const averagesSection = (models: readonly AveragedModel[]): Section => ({
  title: "Macro average over groups",
  columns: [left("model"), ...rateColumns, right("groups")],
  rows: models.map(({ generator, averages: { lengthControlled, raw, groups } }) => [
    generator,
    ...rateCells(lengthControlled),
    ...rateCells(raw),
    String(groups.length),
  ]),
  notes: ["Every group counts the same; in the intervals the groups are what was drawn."],
});

const everyGroupSection = (models: readonly AveragedModel[]): Section => ({
  title: "By group",
  columns: [left("model"), left("group"), ...rateColumns, right("pairs")],
  rows: models.flatMap(({ generator, averages: { groups } }) =>
    groups.map((group) => [
      generator,
      group.category,
      ...rateCells(group.lengthControlled),
      ...rateCells(group),
      String(group.judged),
    ]),
  ),
  notes: [
    "Length-controlled: the one fit of the model, averaged over the group's rows. The fit knows a group only by its instructions' difficulty; what else sets it apart the raw rate alone shows.",
  ],
});

const rateColumns = [right("length-controlled %"), left("interval"), right("raw %"), left("interval")];

const rateCells = (of: Pick<CategoryRate, "rate" | "interval"> | null): string[] => [
  percent(of?.rate, 2),
  percentRange(of?.interval, 2),
];
