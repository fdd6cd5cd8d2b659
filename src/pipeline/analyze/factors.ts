// Outcomes under conditions (prompt, temperature, structure …) → the rate under each, whether each condition matters at
// all, and contrasts between its levels.
import { groupBy } from "../../core/group-by.js";
import {
  compareLevels,
  contrastFactors,
  countLevelPairs,
  type FactorRow,
} from "../../metrics/contrasts/factor-contrasts.js";
import { type FactorsAnalysis, testFactors } from "../../metrics/contrasts/factor-tests.js";
import { clusteredShare } from "../../metrics/rates/clustered-mean.js";
import { resolveRequest } from "../options/check-request.js";
import { readClusters, readLabels, readMarks, readSelectedTable } from "../tables/select-rows.js";
import { type AnalyzeFactorsRequest, factorsOptions } from "./requests/factors.js";

/** More differences between levels than this are shown only where they, or combinations, are asked for. */
const mostContrasts = 20;

/** @throws InputError for a column that does not exist, and rows without an outcome or a level */
export async function analyzeFactors(given: AnalyzeFactorsRequest): Promise<FactorsAnalysis> {
  const request = resolveRequest("analyzeFactors", factorsOptions, given);
  const { file, outcome, factors, cluster, level, interactions = false, combinations = false } = request;
  const table = await readSelectedTable(file, request);
  const values = readMarks(table, outcome, request.range ?? { min: 0, max: 1 });
  const levels = factors.map((factor) => readLabels(table, factor));
  const clusters = readClusters(table, cluster);
  const rows = values.map(
    (value, i): FactorRow => ({
      value,
      cluster: clusters[i]!,
      levels: levels.map((ofFactor) => ofFactor[i]!),
    }),
  );
  const pairs = countLevelPairs(rows, factors);
  const isMany = !combinations && !interactions && pairs > mostContrasts;
  return {
    level,
    outcome,
    range: request.range ?? null,
    cluster: cluster ?? null,
    factors,
    rates: factors.map((factor, f) => ({
      factor,
      levels: rateBy(rows, (row) => [row.levels[f]!], level).map(({ levels: [name], rate }) => ({
        level: name!,
        rate,
      })),
    })),
    tests: testFactors(rows, factors, { isClustered: cluster !== undefined }),
    cells: combinations ? rateBy(rows, (row) => row.levels, level) : [],
    contrasts: isMany ? [] : contrastFactors(rows, factors, { level, withInteractions: interactions }),
    leftOut: isMany ? pairs : 0,
  };
}

/** Of each combination of the levels that count, in their order; numbers among them by size. */
function rateBy(rows: readonly FactorRow[], levelsOf: (row: FactorRow) => readonly string[], level: number) {
  const combinations = groupBy(rows, (row) => JSON.stringify(levelsOf(row)));
  return [...combinations.values()]
    .map((group) => ({ levels: levelsOf(group[0]!), rate: clusteredShare(group, level) }))
    .sort((a, b) => compareLevels(a.levels.join("\n"), b.levels.join("\n")));
}
