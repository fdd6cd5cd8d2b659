// Relative spreads over variants, and gains from truncation → a report.

import type {
  GameabilityAnalysis,
  SpreadOfVariants,
  TruncationGain,
  VariantSpread,
} from "../../metrics/correlation/relative-spread.js";
import { inPercent } from "../../numerics/percent.js";
import { fixed, levelText, percent, percentRange, pValueText, range } from "../figure-text.js";
import type { Report } from "../report.js";
import { snakeCaseKeys } from "../snake-case-keys.js";
import { type Column, figure, type Section, tableOf, text } from "../table-of.js";

export function reportGameability(analysis: GameabilityAnalysis): Report {
  const { columns, models, truncation } = analysis;
  return {
    sections: [
      spreadSection(analysis),
      meanSection(analysis),
      ...(truncation.length > 0 ? [truncationSection(truncation)] : []),
    ],
    warnings: [],
    records: models.map(({ model, spreads }) => ({
      model,
      [`relative_spread_${columns[0]}`]: spreads[0].value,
      [`relative_spread_${columns[1]}`]: spreads[1].value,
    })),
    document: { schema_version: 1, ...snakeCaseKeys(analysis) },
  };
}

function spreadSection({ columns, models }: GameabilityAnalysis): Section {
  const values = (list: readonly (number | null)[]) => list.map((value) => fixed(value, 2)).join(" / ");
  return tableOf(
    "Relative spread over variants of the same model",
    models,
    [
      text("model", ({ model }) => model),
      ...([0, 1] as const).flatMap((i) => [
        text<VariantSpread>(columns[i], (row) => values(row.values[i])),
        figure<VariantSpread>("spread %", ({ spreads }) => percent(spreads[i].value)),
      ]),
    ],
    ["Spread: standard deviation (divisor k − 1) of a model's k variants over their mean."],
  );
}

function meanSection({ columns, spread, kinds, scale, level, replicates }: GameabilityAnalysis): Section {
  const rows = [...kinds, spread].flatMap(({ kind, models, first, second, ofEquals }) =>
    [first, second].map((estimate, i) => ({
      kind,
      models,
      estimate,
      column: columns[i],
      ofEquals: ofEquals[i],
    })),
  );
  const ratios = [...kinds, spread].map(
    ({ kind, ratio }) =>
      `${kind ?? "all"} ${fixed(ratio.estimate, 2)}${ratio.percentile ? ` ${range(ratio.percentile, 2)}` : ""}`,
  );
  const lacking = columns.filter((_, i) => [...kinds, spread].some(({ ofEquals }) => ofEquals[i] === null));
  const scaled = (spread: SpreadOfVariants) =>
    `${spread.kind ?? "all"} ${percent((spread.second.estimate ?? Number.NaN) * scale!.ratio)}`;
  return tableOf(
    "Mean over models, by kind of variant",
    rows,
    [
      text("variants", ({ kind }) => kind ?? "all"),
      text("metric", ({ column }) => column),
      figure("models", ({ models }) => models),
      figure("spread %", ({ estimate }) => percent(estimate.estimate)),
      figure(`${levelText(level)} interval`, ({ estimate }) => percentRange(estimate.percentile)),
      figure("floor %", ({ ofEquals }) => percent(ofEquals?.floor)),
      figure("p", ({ ofEquals }) => pValueText(ofEquals?.pValue ?? null)),
    ],
    [
      `${columns[0]} spreads so many times as far as ${columns[1]}: ${ratios.join(", ")} (${replicates} bootstrap samples of models).`,
      "Floor: what sampling alone would spread if a model's variants were equal; p: how often it would spread as far. Variants that answer the same instructions have less: both are upper bounds.",
      lacking.length > 0 &&
        replicates > 0 &&
        `No floor of ${lacking.join(" and ")}: the table lacks NAME_standard_error for these variants.`,
      scale !== null &&
        `Published figures of AlpacaEval multiply ${columns[1]}'s spread by sd(${columns[0]})/sd(${columns[1]}) over the other models, here ${fixed(scale.ratio, 3)} over ${scale.models}: ${[...kinds, spread].map(scaled).join(", ")}.`,
    ],
  );
}

const truncationSection = (gains: readonly TruncationGain[]): Section =>
  tableOf(
    "Adversarial truncation: only answers that won and were longer are kept",
    gains,
    [
      text("model", ({ generator }) => generator),
      figure("kept", ({ kept, rows }) => `${kept} of ${rows}`),
      gainColumns("raw", ({ raw }) => raw),
      gainColumns("length-controlled", ({ lengthControlled }) => lengthControlled),
    ],
    ["Cut answers count as lost and five characters long. A gain above 0 is a way to game the metric."],
  );

const gainColumns = (
  name: string,
  of: (gain: TruncationGain) => TruncationGain["lengthControlled"],
): Column<TruncationGain>[] => [
  figure(`${name} %`, (row) => percent(of(row)?.before, 2)),
  figure("after", (row) => percent(of(row)?.after, 2)),
  figure("gain", (row) => {
    const rates = of(row);
    return rates && fixed(inPercent(rates.after - rates.before), 2);
  }),
];
