import { mean } from "../numerics/moments.js";
import { type DesignMatrix, linearPredictor } from "./design-matrix.js";
import type { RowGroups } from "./group-rows.js";
import type { Loss } from "./loss.js";
import { PairedDifferences } from "./paired-differences.js";
import { l1Penalty } from "./penalty.js";
import { type SolverWorkspace, solveProximalNewton } from "./proximal-newton.js";
import { countFolds, prepareSplits } from "./split-design.js";

/** One strength on a cross-validation curve. */
export interface CrossValidationPoint {
  /** Inverse strength of the penalty. */
  readonly C: number;
  /** Mean over folds of −(mean over the fold's rows of weight × loss); the larger the better. */
  readonly score: number;
}

export interface CrossValidation {
  /** In the order of the path. */
  readonly points: readonly CrossValidationPoint[];
  /** Of weight × loss of every row, predicted from the folds that do not hold it, between any two points. */
  readonly differences: PairedDifferences;
}

/** A score does not need the last digits of its coefficients: losses are flat around the optimum. */
const tolerance = 1e-7;

/** A strength, and the coefficients (p values) that fitting all rows with it gives. */
export interface PathPoint {
  readonly C: number;
  readonly beta: ArrayLike<number>;
}

export interface CrossValidationOptions {
  readonly path: readonly PathPoint[];
  /** For as many rows as are fitted. */
  readonly workspace: SolverWorkspace;
  /** Of the rows, where a fit is to see their groups. */
  readonly groups?: RowGroups | null;
}

/**
 * K-fold cross-validation of the L1 strength. Each fold's fit starts from that of all rows at the same strength, moved
 * by what lay between the two at the strength before.
 * @param fold which fold holds each row (n values in 0 … folds − 1); rows that belong together share a fold
 */
export function crossValidate(
  design: DesignMatrix,
  loss: Loss,
  fold: Uint8Array,
  { path, workspace, groups = null }: CrossValidationOptions,
): CrossValidation {
  const sizes = countFolds(fold);
  const split = prepareSplits(design, fold, groups);
  const lossesOfFold = path.map(() => new Float64Array(Math.max(...sizes)));
  const etaOfHeld = new Float64Array(Math.max(...sizes));
  const scores = path.map(() => [] as number[]);
  const differences = new PairedDifferences(path.length);
  sizes.forEach((size, k) => {
    if (size === 0) return;
    const { training, held } = split(k);
    const losses = lossesOfFold.map((values) => values.subarray(0, size));
    let apart = new Float64Array(design.X.length);
    path.forEach(({ C, beta: ofAll }, at) => {
      const start = apart.map((difference, j) => ofAll[j]! + difference);
      const options = { start, tolerance, workspace };
      const { beta } = solveProximalNewton(training, loss, l1Penalty(1 / C), options);
      apart = beta.map((value, j) => value - ofAll[j]!);
      const eta = linearPredictor(held.X, beta, etaOfHeld.subarray(0, size));
      let total = 0;
      for (let i = 0; i < size; i++) {
        const weighted = held.weights[i]! * loss.ofRow(eta[i]!, held.y[i]!);
        losses[at]![i] = weighted;
        total += weighted;
      }
      scores[at]!.push(-total / size);
    });
    differences.add(losses);
  });
  return { points: path.map(({ C }, at) => ({ C, score: mean(scores[at]!) })), differences };
}
