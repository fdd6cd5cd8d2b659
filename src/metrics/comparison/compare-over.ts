// Methods or checkpoints against one of them, on one benchmark or several (another judge, or another baseline) → what each
// gains over it, with p-values adjusted by Holm's method over all methods and benchmarks of a rate.
import { InputError, UsageError } from "../../core/errors.js";
import { isSameJudge } from "../../length-control/judge-identity.js";
import { adjustKnown } from "../../numerics/holm.js";
import { byRate, type RateName, type ScoredModel } from "../score/scored-model.js";
import { checkComparable, compareModels, type ModelComparison } from "./compare-models.js";
import { type RelativeGain, relativeGain } from "./relative-gain.js";
import { type RowsToCompare, shareRows } from "./share-rows.js";

export interface GainOver {
  /** The method minus the control. */
  readonly comparison: ModelComparison;
  /** Relative to the control's rate. */
  readonly gain: Readonly<Record<RateName, RelativeGain | null>>;
  readonly adjusted: Readonly<Record<RateName, number | null>>;
}

/** What one judge said of answers beside one baseline's. */
export interface BenchmarkGains {
  readonly control: ScoredModel;
  /** Every other model, in the order of the files. */
  readonly gains: readonly GainOver[];
}

export interface ComparisonOver {
  readonly benchmarks: readonly BenchmarkGains[];
  readonly warnings: readonly string[];
}

/**
 * @throws UsageError for a control that a benchmark lacks, InputError for a model that one has twice, and as `compareModels`
 */
export function compareOver(
  given: readonly ScoredModel[],
  control: string,
  { level, rows }: { readonly level: number; readonly rows: RowsToCompare },
): ComparisonOver {
  const warnings: string[] = [];
  const benchmarks = partByBenchmark(given).map((part) => {
    warnings.push(...checkComparable(part));
    const { models, warnings: ofRows } = rows === "shared" ? shareRows(part) : { models: part, warnings: [] };
    warnings.push(...ofRows);
    const base = models.find(({ generator }) => generator === control);
    if (base === undefined || models.length < 2)
      throw new UsageError(
        `--over ${control}: judged against ${part[0]!.baseline} are ${part.map(({ generator }) => generator).join(", ")}`,
        { hint: "name a model that each benchmark has, beside another" },
      );
    const others = models.filter((model) => model !== base);
    return { base, others, comparisons: others.map((model) => compareModels(model, base, level, rows)) };
  });
  const all = benchmarks.flatMap(({ comparisons }) => comparisons);
  const adjusted = byRate((name) =>
    adjustKnown(all.map(({ differences }) => differences[name]?.pValue ?? null)),
  );
  const placeOf = new Map(all.map((comparison, at) => [comparison, at]));
  return {
    benchmarks: benchmarks.map(({ base, others, comparisons }) => ({
      control: base,
      gains: comparisons.map((comparison, i) => ({
        comparison,
        gain: byRate((name) => relativeGain(base, others[i]!, { name, level })),
        adjusted: byRate((name) => adjusted[name][placeOf.get(comparison)!] ?? null),
      })),
    })),
    warnings: [...new Set([...warnings, ...all.flatMap((comparison) => comparison.warnings)])],
  };
}

function partByBenchmark(models: readonly ScoredModel[]): ScoredModel[][] {
  const parts: ScoredModel[][] = [];
  for (const model of models) {
    const part = parts.find(
      ([first]) => first!.baseline === model.baseline && isSameJudge(first!.judgedBy, model.judgedBy),
    );
    if (part?.some(({ generator }) => generator === model.generator))
      throw new InputError(
        { message: `${model.generator} was judged twice by one judge against ${model.baseline}` },
        { hint: "name the models (NAME=FILE); a benchmark is told by its judge and its baseline" },
      );
    if (part) part.push(model);
    else parts.push([model]);
  }
  return parts;
}
