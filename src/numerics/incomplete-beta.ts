// Regularised incomplete beta function, by its continued fraction (Abramowitz & Stegun 26.5.8, modified Lentz
// evaluation).
import { logGamma } from "./log-gamma.js";

const tiny = 1e-300;
const maxTerms = 10_000;

/**
 * I_x(a, b) for 0 ≤ x ≤ 1 and a, b > 0; NaN outside. `complement` is 1 − x, given by a caller that knows it to
 * more digits than the subtraction would.
 *
 * @example incompleteBeta(0.5, 2, 3) // 0.6875
 */
export function incompleteBeta(x: number, a: number, b: number, complement = 1 - x): number {
  if (!(x >= 0 && x <= 1 && a > 0 && b > 0)) return Number.NaN;
  if (x === 0) return 0;
  if (complement === 0) return 1;
  const front = Math.exp(
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(complement),
  );
  // The fraction converges fast below the mean only; above it the symmetry I_x(a, b) = 1 − I_{1−x}(b, a) serves.
  if (x < (a + 1) / (a + b + 2)) return (front * continuedFraction(x, a, b)) / a;
  return 1 - (front * continuedFraction(complement, b, a)) / b;
}

function continuedFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= maxTerms; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    value *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    const change = c * d;
    value *= change;
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return value;
}

const away = (value: number): number => (Math.abs(value) < tiny ? tiny : value);
