// Relative spreads over variants, and gains from truncation → a report.
import type { BootstrapEstimate, BootstrapSettings } from "../../metrics/rates/bootstrap.js";
import type { Measure } from "../../metrics/rates/measure.js";
import { absent, fixed, levelText, percent, percentRange, range } from "../figure-text.js";
import { left, type Report, right, type Section } from "../report.js";
import { snakeCaseKeys } from "../snake-case-keys.js";

export interface VariantSpread {
  readonly model: string;
  /** The variants' names. */
  readonly generators: readonly string[];
  /** By column, in the order of `generators`; null where the table has no value. */
  readonly values: readonly [readonly (number | null)[], readonly (number | null)[]];
  readonly spreads: readonly [Measure, Measure];
}

export interface TruncationGain {
  readonly generator: string;
  /** Rates in [0, 1] before and after the attack. */
  readonly raw: { readonly before: number; readonly after: number };
  /** Null where there is no length-controlled rate. */
  readonly lengthControlled: { readonly before: number; readonly after: number } | null;
  /** Answers that the attack leaves as they are. */
  readonly kept: number;
  readonly rows: number;
}

export interface GameabilityAnalysis extends BootstrapSettings {
  readonly columns: readonly [string, string];
  readonly models: readonly VariantSpread[];
  /** Mean relative spread over the models that have it for both metrics, and first over second. */
  readonly spread: {
    readonly models: number;
    readonly first: BootstrapEstimate;
    readonly second: BootstrapEstimate;
    readonly ratio: BootstrapEstimate;
  };
  /** Empty without annotations. */
  readonly truncation: readonly TruncationGain[];
}

export function reportGameability(analysis: GameabilityAnalysis): Report {
  const { columns, models, truncation } = analysis;
  return {
    sections: [spreadSection(analysis), ...(truncation.length > 0 ? [truncationSection(truncation)] : [])],
    warnings: [],
    records: models.map(({ model, spreads }) => ({
      model,
      [`relative_spread_${columns[0]}`]: spreads[0].value,
      [`relative_spread_${columns[1]}`]: spreads[1].value,
    })),
    document: { schema_version: 1, ...snakeCaseKeys(analysis) },
  };
}

function spreadSection({ columns, models, spread, level, replicates }: GameabilityAnalysis): Section {
  const values = (list: readonly (number | null)[]) => list.map((value) => fixed(value, 2)).join(" / ");
  const { first, second, ratio } = spread;
  return {
    title: "Relative spread over variants of the same model",
    columns: [left("model"), left(columns[0]), right("spread %"), left(columns[1]), right("spread %")],
    rows: [
      ...models.map(({ model, values: [a, b], spreads }) => [
        model,
        values(a),
        percent(spreads[0].value),
        values(b),
        percent(spreads[1].value),
      ]),
      [
        `mean of ${spread.models}`,
        percentRange(first.percentile),
        percent(first.estimate),
        percentRange(second.percentile),
        percent(second.estimate),
      ],
    ],
    notes: [
      "Spread: standard deviation (divisor k − 1) of a model's k variants over their mean.",
      `${columns[0]} spreads ${fixed(ratio.estimate, 2)} times as far as ${columns[1]}, ${levelText(level)} interval ${range(ratio.percentile, 2)} (${replicates} bootstrap samples of models).`,
    ],
  };
}

function truncationSection(gains: readonly TruncationGain[]): Section {
  const change = (rates: { before: number; after: number } | null) =>
    rates === null
      ? [absent, absent, absent]
      : [percent(rates.before, 2), percent(rates.after, 2), fixed(100 * (rates.after - rates.before), 2)];
  return {
    title: "Adversarial truncation: only answers that won and were longer are kept",
    columns: [
      left("model"),
      right("kept"),
      ...["raw", "length-controlled"].flatMap((name) => [right(`${name} %`), right("after"), right("gain")]),
    ],
    rows: gains.map(({ generator, kept, rows, raw, lengthControlled }) => [
      generator,
      `${kept} of ${rows}`,
      ...change(raw),
      ...change(lengthControlled),
    ]),
    notes: [
      "Cut answers count as lost and five characters long. A gain above 0 is a way to game the metric.",
    ],
  };
}
