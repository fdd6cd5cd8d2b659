import type { ManyComparisons } from "../../metrics/comparison/compare-many.js";
import { percent, rateTitles } from "../figure-text.js";
import { figure, tableOf, text } from "../table-of.js";
import type { CompareBody } from "./compare-pair-report.js";
import { toModelRecord } from "./comparison-record.js";
import { flatRecords, pairsSection, withAdjusted } from "./difference-cells.js";

/** The ranks that the rates leave open, then every pair. */
export function describeMany(
  { models, pairs, adjusted, rankSets, warnings }: ManyComparisons,
  detectPercent: number | null,
): CompareBody {
  const name = rankSets.lengthControlled ? "lengthControlled" : "raw";
  const byRate = models.map((model, at) => ({
    model,
    rate: model.rates[name]?.rate ?? 0,
    set: rankSets[name]?.sets[at],
  }));
  byRate.sort((a, b) => b.rate - a.rate);
  return {
    sections: [
      tableOf(`Ranks that the ${rateTitles[name]} rates leave open (Holm-adjusted)`, byRate, [
        text("model", ({ model }) => model.generator),
        figure(`${rateTitles[name]} %`, ({ rate }) => percent(rate, 2)),
        figure("ranks", ({ set }) => set && (set.best === set.worst ? set.best : `${set.best}–${set.worst}`)),
      ]),
      pairsSection(pairs, name, {
        adjusted: adjusted[name],
        detectPercent,
        family: `${2 * adjusted[name].filter((p) => p !== null).length} one-sided tests of these rates, both ways for every pair, as the ranks are: it is the smaller of the pair's two`,
      }),
    ],
    warnings,
    records: pairs.flatMap((pair, at) => flatRecords(pair, detectPercent, (rate) => adjusted[rate][at])),
    document: {
      comparisons: pairs.map((pair, at) => withAdjusted(pair, detectPercent, adjusted, at)),
      ranks: models.map((model, at) => ({
        ...toModelRecord(model),
        win_rate_ranks: toRanks(rankSets.raw?.sets[at]),
        length_controlled_ranks: toRanks(rankSets.lengthControlled?.sets[at]),
      })),
    },
  };
}

const toRanks = (set: { best: number; worst: number } | undefined) =>
  set ? { best: set.best, worst: set.worst } : null;
