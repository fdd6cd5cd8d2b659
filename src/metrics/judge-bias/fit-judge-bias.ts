// Judgements of several models → what length and shown position do to the judge's preference, models kept apart:
//   logit P(model beats baseline) = θ_model + φ·tanh(Δ/sd_model(Δ)) + κ·slot
//   Δ = length of the model's answer − the baseline's (so φ > 0 prefers the longer; the recipe's sign is the other way);
//   slot = +½ model shown second, −½ first, 0 unknown: κ > 0 prefers the second
// Unpenalised, without instruction difficulty (the published one carries the reference's order) and gamed rows. Errors are
// clustered by instruction (clustered-logistic.ts).
import type { DesignMatrix } from "../../glm/design-matrix.js";
import { clusterBy } from "../../numerics/clusters.js";
import { studentTQuantile, studentTTwoSided } from "../../numerics/distributions.js";
import { standardDeviation } from "../../numerics/moments.js";
import type { Interval } from "../rates/measure.js";
import { fitClusteredLogistic } from "./clustered-logistic.js";
import type { Judgement } from "./judgement.js";

export interface BiasCoefficient {
  readonly name: "length" | "position";
  /** On the logit scale. */
  readonly value: number;
  readonly standardError: number;
  readonly interval: Interval;
  readonly pValue: number;
}

export interface JudgeBiasFit {
  readonly rows: number;
  readonly clusters: number;
  readonly models: number;
  /** Only of what varies in the data. */
  readonly coefficients: readonly BiasCoefficient[];
  readonly converged: boolean;
}

/** Null where no two clusters have verdicts with lengths, or nothing varies. */
export function fitJudgeBias(judgements: readonly Judgement[], level: number): JudgeBiasFit | null {
  const rows = judgements.filter(
    ({ preference, differences }) => preference !== null && differences.length !== undefined,
  );
  const clusters = clusterBy(rows, ({ cluster }) => cluster);
  const design = buildBiasDesign(rows);
  const effects = design.columns.filter((name) => name === "length" || name === "position");
  if (clusters.count < 2 || effects.length === 0) return null;
  const { beta, standardErrors, converged } = fitClusteredLogistic(design, clusters);
  const t = studentTQuantile((1 + level) / 2, clusters.count - 1);
  const coefficients = effects.map((name): BiasCoefficient => {
    const at = design.columns.indexOf(name);
    const standardError = standardErrors[at]!;
    const value = beta[at]!;
    return {
      name: name as BiasCoefficient["name"],
      value,
      standardError,
      interval: { lower: value - t * standardError, upper: value + t * standardError },
      pValue: studentTTwoSided(value / standardError, clusters.count - 1),
    };
  });
  const models = design.columns.length - effects.length;
  const isUsable = coefficients.every(({ standardError }) => standardError > 0);
  return isUsable ? { rows: rows.length, clusters: clusters.count, models, coefficients, converged } : null;
}

function buildBiasDesign(rows: readonly Judgement[]): DesignMatrix {
  const models = clusterBy(rows, ({ generator, baseline }) => JSON.stringify([generator, baseline]));
  const columns: string[] = [];
  const X: Float64Array[] = [];
  for (let m = 0; m < models.count; m++) {
    columns.push(`model ${m}`);
    X.push(Float64Array.from(models.codes, (code) => Number(code === m)));
  }
  const difference = Float64Array.from(rows, ({ differences }) => differences.length!);
  const scales = Array.from({ length: models.count }, (_, m) =>
    standardDeviation(difference.filter((_, i) => models.codes[i] === m)),
  );
  const length = difference.map((delta, i) => {
    const scale = scales[models.codes[i]!]!;
    return scale > 0 ? Math.tanh(delta / scale) : 0;
  });
  const position = Float64Array.from(rows, ({ order }) =>
    order === null ? 0 : order === "baseline-first" ? 0.5 : -0.5,
  );
  for (const [name, column] of [
    ["length", length],
    ["position", position],
  ] as const) {
    if (column.every((value) => value === column[0])) continue;
    columns.push(name);
    X.push(column);
  }
  const y = Float64Array.from(rows, ({ preference }) => preference!);
  return { columns, X, y, weights: new Float64Array(rows.length).fill(1) };
}
