// Outcomes under conditions (prompt, temperature, structure …) → the rate under each, and contrasts between conditions.
import { groupBy } from "../../core/group-by.js";
import { compareLevels, contrastFactors, type FactorRow } from "../../metrics/contrasts/factor-contrasts.js";
import { bootstrapDefaults } from "../../metrics/rates/bootstrap.js";
import { clusteredShare } from "../../metrics/rates/clustered-mean.js";
import type { FactorsAnalysis } from "../../report/analyze/factors-report.js";
import type { Condition } from "../tables/row-condition.js";
import {
  type MarkRange,
  readClusters,
  readMarks,
  readSelectedTable,
  readTexts,
} from "../tables/select-rows.js";

export interface AnalyzeFactorsRequest {
  /** A file with a row an outcome. */
  readonly file: string;
  /** `--outcome`: a number in the range, or true and false. */
  readonly outcome: string;
  /** `--range`; 0 to 1 when absent. */
  readonly range?: MarkRange | undefined;
  /** `--factors`, one at least. */
  readonly factors: readonly string[];
  /** `--cluster`: the item whose repeats and conditions are dependent; rows are independent when absent. */
  readonly cluster?: string | undefined;
  /** `--interactions`: how far each difference depends on each other factor. */
  readonly interactions?: boolean | undefined;
  readonly where?: readonly Condition[] | undefined;
  readonly level?: number | undefined;
}

/** @throws InputError for a column that does not exist, and rows without an outcome or a level */
export async function analyzeFactors(request: AnalyzeFactorsRequest): Promise<FactorsAnalysis> {
  const { file, outcome, factors, cluster, interactions = false } = request;
  const level = request.level ?? bootstrapDefaults.level;
  const table = await readSelectedTable(file, request.where);
  const values = readMarks(table, outcome, request.range ?? { min: 0, max: 1 });
  const levels = factors.map((factor) => readTexts(table, factor));
  const clusters = readClusters(table, cluster);
  const rows = values.map(
    (value, i): FactorRow => ({
      value,
      cluster: clusters[i]!,
      levels: levels.map((ofFactor) => ofFactor[i]!),
    }),
  );
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
    cells: factors.length < 2 ? [] : rateBy(rows, (row) => row.levels, level),
    contrasts: contrastFactors(rows, factors, { level, withInteractions: interactions }),
  };
}

/** Of each combination of the levels that count, in their order; numbers among them by size. */
function rateBy(rows: readonly FactorRow[], levelsOf: (row: FactorRow) => readonly string[], level: number) {
  const combinations = groupBy(rows, (row) => JSON.stringify(levelsOf(row)));
  return [...combinations.values()]
    .map((group) => ({ levels: levelsOf(group[0]!), rate: clusteredShare(group, level) }))
    .sort((a, b) => compareLevels(a.levels.join("\n"), b.levels.join("\n")));
}
