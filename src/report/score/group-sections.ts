// Macro averages over groups → the tables that people read.
import { splitLevels } from "../../core/group-by.js";
import type { CategoryRate } from "../../metrics/rates/category-rates.js";
import type { ModelScore } from "../../metrics/score/score-model.js";
import { endsOf, mostGroups, percent, percentRange } from "../figure-text.js";
import { type Column, figure, type Section, tableOf, text } from "../table-of.js";

const nameOf = (levels: readonly string[]) => levels.join(", ");

/** A row a model for the averages, then a row a model and group; no rows where nothing was averaged over groups. */
export function groupSections(models: readonly Pick<ModelScore, "generator" | "groups">[]): Section[] {
  const averaged = models.flatMap(({ generator, groups }) => (groups ? [{ generator, ...groups }] : []));
  const inGroups = averaged.flatMap(({ generator, groups }) =>
    endsOf(groups, ({ rate }) => rate).map((group) => ({ ...group, generator, raw: group })),
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
        rawColumns(),
        figure("pairs", ({ judged }) => judged),
      ],
      [
        averaged.some(({ groups }) => groups.length > mostGroups) &&
          `Of more than ${mostGroups} groups of a model those with the ${mostGroups / 2} lowest and highest raw rates; all: --format csv or json.`,
        "Raw alone: the model's one fit knows nothing of what sets a group apart. A group's own length-controlled rate is that of its rows scored alone.",
      ],
    ),
  ];
}

type Rated = Pick<CategoryRate, "rate" | "interval"> | null;

const rawColumns = (): Column<{ readonly raw: Rated }>[] => [
  figure("raw %", ({ raw }) => percent(raw?.rate, 2)),
  text("interval", ({ raw }) => percentRange(raw?.interval, 2)),
];

const rateColumns = (): Column<{ readonly lengthControlled: Rated; readonly raw: Rated }>[] => [
  figure("length-controlled %", ({ lengthControlled }) => percent(lengthControlled?.rate, 2)),
  text("interval", ({ lengthControlled }) => percentRange(lengthControlled?.interval, 2)),
  ...rawColumns(),
];
