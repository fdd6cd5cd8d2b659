import type { ManyComparisons } from "../../metrics/comparison/compare-many.js";
import { absent, rateTitles } from "../figure-text.js";
import { left, right } from "../report.js";
import type { CompareBody } from "./compare-pair-report.js";
import { toModelRecord } from "./comparison-record.js";
import { flatRecords, pairsSection, withAdjusted } from "./difference-cells.js";

/** The ranks that the rates leave open, then every pair. */
export function describeMany(
  { models, pairs, adjusted, rankSets, warnings }: ManyComparisons,
  detectPercent: number | null,
): CompareBody {
  const name = rankSets.lengthControlled ? "lengthControlled" : "raw";
  const byRate = models.map((model, at) => ({ model, at, rate: model.rates[name]?.rate ?? 0 }));
  byRate.sort((a, b) => b.rate - a.rate);
  return {
    sections: [
      {
        title: `Ranks that the ${rateTitles[name]} rates leave open (Holm-adjusted)`,
        columns: [left("model"), right(`${rateTitles[name]} %`), right("ranks")],
        rows: byRate.map(({ model, at, rate }) => {
          const set = rankSets[name]?.sets[at];
          const ranks = set ? (set.best === set.worst ? `${set.best}` : `${set.best}–${set.worst}`) : absent;
          return [model.generator, (100 * rate).toFixed(2), ranks];
        }),
      },
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
