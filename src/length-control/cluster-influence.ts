// How much each cluster of dependent rows moves the coefficients and the rate: one-step leave-one-cluster-out values.
//
//   A_c = Σ_{i in c, judged} w·p(1−p)·xx'     s_c = Σ_{i in c, judged} w(y − p)·x     b_c = (H − A_c)⁻¹s_c
//   J_c = Σ_{i in c}(qᵢ − R)/(N − N_c) + a'b_c
//
// For a cluster of one row b_c is that row's value in `coefficient-influence.ts` (Sherman & Morrison 1950): where all are
// such, those serve as they are. Elsewhere both are given times (G − 1)/G, so that G/(G − 1)·Σ (V_c − V̄)² is the jackknife's variance (G − 1)/G·Σ (J_c − J̄)², as for the
// sums of row values that they take the place of. Bell & McCaffrey 2002; simulations: bench/clusters.mjs.
import { type Clusters, hasOneRowEach, sumByCluster } from "../numerics/clusters.js";
import { solveLinear } from "../numerics/solve-linear.js";
import { computeCoefficientInfluence } from "./coefficient-influence.js";
import { type Influence, invertInformation } from "./influence.js";
import type { LengthControlledDesign } from "./length-controlled-design.js";

/** p arrays of G values, in the order of the recipe's covariates. */
export function clusterCoefficientInfluence(
  design: LengthControlledDesign,
  influence: Influence,
  clusters: Clusters,
): Float64Array[] {
  if (hasOneRowEach(clusters))
    return computeCoefficientInfluence(design, { influence }).map((values) => sumByCluster(values, clusters));
  const { fitted, judged } = design;
  const { information, fitted: probabilities } = influence;
  const p = information.length;
  const shrink = (clusters.count - 1) / clusters.count;
  const moved = information.map(() => new Float64Array(clusters.count));
  rowsByCluster(judged, clusters).forEach((rows, c) => {
    if (rows.length === 0) return;
    const left = information.map((row) => Float64Array.from(row));
    const score = new Float64Array(p);
    for (const at of rows) {
      const probability = probabilities[at]!;
      const w = fitted.weights[at]!;
      const curvature = w * probability * (1 - probability);
      for (let j = 0; j < p; j++) {
        const x = fitted.X[j]![at]!;
        score[j]! += w * (fitted.y[at]! - probability) * x;
        for (let k = 0; k < p; k++) left[j]![k]! -= curvature * x * fitted.X[k]![at]!;
      }
    }
    // what is left of a covariate that varies in this cluster alone is rounding
    for (let j = 0; j < p; j++) if (left[j]![j]! <= roundingOf(information[j]![j]!)) clear(left, score, j);
    const solution = solveSemidefinite(left, score);
    for (let j = 0; j < p; j++) moved[j]![c] = shrink * solution[j]!;
  });
  return moved;
}

/**
 * How each of the N rows moves the rate where some clusters have several: U_i, and what its cluster's own value,
 * (G − 1)/G·J_c, has beyond their sum spread evenly over the cluster's rows.
 */
export function clusterInfluence(
  design: LengthControlledDesign,
  influence: Influence,
  clusters: Clusters,
): Float64Array {
  const { values, predicted } = influence;
  const N = predicted.length;
  const G = clusters.count;
  const ones = new Float64Array(N).fill(1);
  const sizes = sumByCluster(ones, clusters);
  const rate = predicted.reduce((sum, q) => sum + q, 0) / N;
  const moved = clusterCoefficientInfluence(design, influence, clusters);
  const slope = design.counterfactual.map((column) =>
    column.reduce((sum, x, i) => sum + (predicted[i]! * (1 - predicted[i]!) * x) / N, 0),
  );
  const deviations = sumByCluster(
    predicted.map((q) => q - rate),
    clusters,
  );
  const sums = sumByCluster(values, clusters);
  const beyond = sums.map((sum, c) => {
    const others = N - sizes[c]!;
    const ofPredictions = others > 0 ? (((G - 1) / G) * deviations[c]!) / others : 0;
    return ofPredictions + slope.reduce((total, a, j) => total + a * moved[j]![c]!, 0) - sum;
  });
  return values.map((value, i) => value + beyond[clusters.codes[i]!]! / sizes[clusters.codes[i]!]!);
}

/** Positions in `judged`, by cluster. */
function rowsByCluster(judged: Uint32Array, { count, codes }: Clusters): number[][] {
  const rows = Array.from({ length: count }, (): number[] => []);
  judged.forEach((row, at) => {
    rows[codes[row]!]!.push(at);
  });
  return rows;
}

const roundingOf = (size: number) => 1e-12 * size;

function clear(matrix: Float64Array[], score: Float64Array, j: number): void {
  matrix[j]!.fill(0);
  for (const row of matrix) row[j] = 0;
  score[j] = 0;
}

/** By a pseudo-inverse where Cholesky fails: nothing else says anything of a coefficient. */
function solveSemidefinite(matrix: Float64Array[], target: Float64Array): Float64Array {
  const solution = solveLinear(matrix, target);
  if (!solution.some(Number.isNaN)) return solution;
  const inverse = invertInformation(matrix);
  return Float64Array.from(inverse, (row) => row.reduce((sum, value, k) => sum + value * target[k]!, 0));
}
