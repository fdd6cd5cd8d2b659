// The step of proximal Newton: the d that minimises g'd + ½d'Hd + penalty(β + d), for a handful of coefficients.
//
// Coordinate descent (Friedman, Hastie & Tibshirani 2010) is quick to find which coefficients are 0 and slow to settle the
// others where columns are nearly proportional. So, after a few sweeps, each sweep is followed by solving for all that
// are not 0 at once: there the penalty is linear, and the minimum a linear system.
import { solveLinear } from "../numerics/solve-linear.js";
import type { Penalty } from "./penalty.js";

const mostSweeps = 1000;
const sweepsAlone = 10;
const damping = 1e-10;

/** A coordinate without curvature (an empty column) stays. */
export function minimiseQuadraticModel(
  beta: Float64Array,
  gradient: Float64Array,
  hessian: readonly Float64Array[],
  penalty: Penalty,
): Float64Array {
  const p = beta.length;
  const step = new Float64Array(p);
  const slope = Float64Array.from(gradient); // g + Hd, kept up to date
  for (let sweep = 1; sweep <= mostSweeps; sweep++) {
    let largest = 0;
    for (let j = 0; j < p; j++) {
      const curvature = hessian[j]![j]!;
      if (!(curvature > 0)) continue;
      const at = beta[j]! + step[j]!;
      const moved = penalty.proximal(at - slope[j]! / curvature, 1 / curvature) - at;
      if (moved === 0) continue;
      step[j]! += moved;
      for (let k = 0; k < p; k++) slope[k]! += moved * hessian[k]![j]!;
      largest = Math.max(largest, Math.abs(moved));
    }
    if (largest <= 1e-14 * (1 + Math.max(...step.map(Math.abs)))) break;
    if (sweep >= sweepsAlone) moveTogether(beta, { step, slope, hessian, penalty });
  }
  return step;
}

interface QuadraticModel {
  readonly step: Float64Array;
  readonly slope: Float64Array;
  readonly hessian: readonly Float64Array[];
  readonly penalty: Penalty;
}

/**
 * Moves all coefficients that are not 0 to their common minimum. One that would change its sign on the way stops at 0,
 * and the others go on without it.
 */
function moveTogether(beta: Float64Array, { step, slope, hessian, penalty }: QuadraticModel): void {
  let moving = [...beta.keys()].filter((j) => beta[j]! + step[j]! !== 0);
  while (moving.length > 0) {
    const at = moving.map((j) => beta[j]! + step[j]!);
    const descent = moving.map((j, m) => -slope[j]! - penalty.slope(at[m]!));
    const moves = solveDamped(
      moving.map((j) => Float64Array.from(moving, (k) => hessian[j]![k]!)),
      descent,
    );
    if (!moves.every(Number.isFinite)) return;
    const shares = at.map((value, m) => (value * (value + moves[m]!) < 0 ? -value / moves[m]! : 1));
    const share = Math.min(...shares);
    const isStopped = (m: number) => share < 1 && shares[m] === share;
    moving.forEach((j, m) => {
      const moved = isStopped(m) ? -at[m]! : share * moves[m]!;
      step[j] = isStopped(m) ? -beta[j]! : step[j]! + moved;
      for (let k = 0; k < step.length; k++) slope[k]! += moved * hessian[k]![j]!;
    });
    if (share === 1) return;
    moving = moving.filter((_, m) => !isStopped(m));
  }
}

/** Where columns depend on each other a damped system gives one of the many directions that descend. */
function solveDamped(system: readonly Float64Array[], descent: readonly number[]): Float64Array {
  const exact = solveLinear(system, descent);
  if (exact.every(Number.isFinite)) return exact;
  const damped = system.map((row, j) => row.map((value, k) => (j === k ? value * (1 + damping) : value)));
  return solveLinear(damped, descent);
}
