// Macro averages over groups → the record that scripts read and the tables that people read.
import type { GroupAverages } from "../../metrics/average-over-groups.js";
import type { RateEstimate } from "../../metrics/rate-interval.js";
import { absent, percent, percentRange } from "../figure-text.js";
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

type Rate = Pick<RateEstimate, "interval">;

const toInterval = ({ interval }: Rate): GroupInterval | null =>
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
  if (averaged.length === 0) return [];
  const cells = (rate: RateEstimate | null) => [
    rate ? percent(rate.rate, 2) : absent,
    rate ? percentRange(rate.interval, 2) : absent,
  ];
  return [
    {
      title: "Macro average over groups",
      columns: [
        left("model"),
        right("length-controlled %"),
        left("interval"),
        right("raw %"),
        left("interval"),
        right("groups"),
      ],
      rows: averaged.map(({ generator, averages: { lengthControlled, raw, groups } }) => [
        generator,
        ...cells(lengthControlled),
        ...cells(raw),
        String(groups.length),
      ]),
      notes: ["Every group counts the same; in the intervals the groups are what was drawn."],
    },
    {
      title: "By group",
      columns: [
        left("model"),
        left("group"),
        right("length-controlled %"),
        left("interval"),
        right("raw %"),
        left("interval"),
        right("pairs"),
      ],
      rows: averaged.flatMap(({ generator, averages: { groups } }) =>
        groups.map(({ category, lengthControlled, rate, interval, judged }) => [
          generator,
          category,
          ...cells(lengthControlled),
          percent(rate, 2),
          percentRange(interval, 2),
          String(judged),
        ]),
      ),
      notes: [
        "Length-controlled: the one fit of the model, averaged over the group's rows. The fit knows a group only by its instructions' difficulty; what else sets it apart the raw rate alone shows.",
      ],
    },
  ];
}
