import type { SeriesComparison } from "../../metrics/comparison/compare-series.js";
import type { RelativeGain } from "../../metrics/comparison/relative-gain.js";
import { type RateName, rateNames } from "../../metrics/score/scored-model.js";
import { inPercent } from "../../numerics/percent.js";
import { rateTitles, signed } from "../figure-text.js";
import { figure, tableOf, text } from "../table-of.js";
import type { CompareBody } from "./compare-pair-report.js";
import { toDifferenceRecord, toModelRecord } from "./comparison-record.js";
import { differenceColumns, flatRecords, levelOf, pairsSection, withAdjusted } from "./difference-cells.js";

/** The trend, then the change at each step. */
export function describeSeries(
  { models, steps, adjusted, trend, gains, warnings }: SeriesComparison,
  detectPercent: number | null,
): CompareBody {
  const names = rateNames.filter((name) => steps.some((step) => step.differences[name] !== null));
  const level = levelOf(steps[0]!);
  const stepsOf = (name: RateName) =>
    pairsSection(steps, name, {
      adjusted: adjusted[name],
      detectPercent,
      family: `the ${adjusted[name].filter((p) => p !== null).length} steps by this rate`,
    });
  return {
    sections: [
      tableOf(
        `Trend over ${models.length} models in order, points per step`,
        names.flatMap((name) => {
          const record = toDifferenceRecord(trend[name]);
          return record ? [{ ...record, name }] : [];
        }),
        [text("rate", ({ name }) => rateTitles[name]), differenceColumns(level)],
      ),
      ...names.map((name) => ({
        ...stepsOf(name),
        title: `Change of the ${rateTitles[name]} rate at each step, later minus earlier`,
      })),
      tableOf(`Gain over ${models[0]!.generator}, relative to its rate, in percent`, models.slice(1), [
        text("model", ({ generator }) => generator),
        ...names.flatMap((name) => {
          const gainAt = (at: number) => toGainRecord(gains[name][at]!);
          return [
            figure(rateTitles[name], (_, at) => signed(gainAt(at)?.gain ?? null)),
            text(level, (_, at) => {
              const gain = gainAt(at);
              return gain && gain.lower !== null ? `[${signed(gain.lower)}, ${signed(gain.upper)}]` : null;
            }),
          ];
        }),
      ]),
    ],
    warnings,
    records: steps.flatMap((step, at) => flatRecords(step, detectPercent, (rate) => adjusted[rate][at])),
    document: {
      models: models.map(toModelRecord),
      comparisons: steps.map((step, at) => withAdjusted(step, detectPercent, adjusted, at)),
      trend: {
        win_rate: toDifferenceRecord(trend.raw),
        length_controlled_winrate: toDifferenceRecord(trend.lengthControlled),
      },
      gains: models.slice(1).map(({ generator }, at) => ({
        generator,
        win_rate: toGainRecord(gains.raw[at]!),
        length_controlled_winrate: toGainRecord(gains.lengthControlled[at]!),
      })),
    },
  };
}

/** In percent of the first model's rate. */
export const toGainRecord = (gain: RelativeGain | null) =>
  gain && {
    gain: inPercent(gain.gain),
    lower: gain.interval && inPercent(gain.interval.lower),
    upper: gain.interval && inPercent(gain.interval.upper),
    level: gain.interval?.level ?? null,
  };
