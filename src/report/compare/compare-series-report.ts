import { type RateName, rateNames } from "../../metrics/comparison/comparable-model.js";
import type { SeriesComparison } from "../../metrics/comparison/compare-series.js";
import type { RelativeGain } from "../../metrics/comparison/relative-gain.js";
import { absent, rateTitles, signed } from "../figure-text.js";
import { left, right } from "../report.js";
import type { CompareBody } from "./compare-pair-report.js";
import { toDifferenceRecord, toModelRecord } from "./comparison-record.js";
import {
  differenceCells,
  differenceColumns,
  flatRecords,
  levelOf,
  pairsSection,
  withAdjusted,
} from "./difference-cells.js";

/** The trend, then the change at each step. */
export function describeSeries(
  { models, steps, adjusted, trend, gains, warnings }: SeriesComparison,
  detectPercent: number | null,
): CompareBody {
  const names = rateNames.filter((name) => steps.some((step) => step.differences[name] !== null));
  const stepsOf = (name: RateName) =>
    pairsSection(steps, name, {
      adjusted: adjusted[name],
      detectPercent,
      family: `the ${adjusted[name].filter((p) => p !== null).length} steps by this rate`,
    });
  return {
    sections: [
      {
        title: `Trend over ${models.length} models in order, points per step`,
        columns: [left("rate"), ...differenceColumns(levelOf(steps[0]!))],
        rows: names.flatMap((name) => {
          const record = toDifferenceRecord(trend[name]);
          return record ? [[rateTitles[name], ...differenceCells(record)]] : [];
        }),
      },
      ...names.map((name) => ({
        ...stepsOf(name),
        title: `Change of the ${rateTitles[name]} rate at each step, later minus earlier`,
      })),
      {
        title: `Gain over ${models[0]!.generator}, relative to its rate, in percent`,
        columns: [
          left("model"),
          ...names.flatMap((name) => [right(rateTitles[name]), left(levelOf(steps[0]!))]),
        ],
        rows: models
          .slice(1)
          .map(({ generator }, at) => [
            generator,
            ...names.flatMap((name) => gainCells(toGainRecord(gains[name][at]!))),
          ]),
      },
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
const toGainRecord = (gain: RelativeGain | null) =>
  gain && {
    gain: 100 * gain.gain,
    lower: gain.interval && 100 * gain.interval.lower,
    upper: gain.interval && 100 * gain.interval.upper,
    level: gain.interval?.level ?? null,
  };

const gainCells = (gain: ReturnType<typeof toGainRecord>) => {
  if (gain === null) return [absent, absent];
  return [signed(gain.gain), gain.lower === null ? absent : `[${signed(gain.lower)}, ${signed(gain.upper)}]`];
};
