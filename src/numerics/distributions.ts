// Normal and Student t distributions: probabilities from quantiles and back. Lower tails are computed as such, never as
// 1 − upper tail, so that they keep their digits however small they are. Quantiles are found by Newton's method on log F,
// which is concave in z for the normal distribution and in u = asinh(t/√ν) for Student's (its density in u is proportional
// to cosh(u)^−ν), so that no start is too rough.
// Against scipy (test/numerics/fixtures/distributions.json) all of them hold to 1e-9 in relative terms; Student's tails above
// ν = 10⁵, where an expansion takes over, to 2e-12·t⁴ at that ν and 100 times less with every ten times as many degrees of
// freedom: 2e-10 at t = 3, 4.4e-8 at t = 12.
import { incompleteBeta } from "./incomplete-beta.js";
import { logGamma } from "./log-gamma.js";

const farTail = -2.5;
const manyDegreesOfFreedom = 1e5;
const mostSteps = 30;

/** Density of the standard normal distribution. */
export function normalDensity(z: number): number {
  return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
}

/**
 * P(Z ≤ z) for a standard normal Z; relative accuracy holds in both tails' smaller side.
 *
 * @example normalCdf(-1.959963984540054) // 0.025
 */
export function normalCdf(z: number): number {
  if (z > 0) return 1 - normalCdf(-z);
  if (z === -Infinity) return 0;
  return z < farTail ? normalTail(z) : 0.5 + normalArea(z);
}

/** Φ(z) as Laplace's continued fraction φ(z)/(x + 1/(x + 2/(x + 3/…))), x = −z (Abramowitz & Stegun 26.2.14). */
function normalTail(z: number): number {
  let ratio = 0;
  for (let k = 60; k >= 1; k--) ratio = k / (-z + ratio);
  return normalDensity(z) / (-z + ratio);
}

/** Φ(z) − ½ as the series φ(z)·(z + z³/3 + z⁵/(3·5) + …), in which nothing cancels (Abramowitz & Stegun 26.2.11). */
function normalArea(z: number): number {
  let sum = z;
  for (let k = 3, term = z; Math.abs(term) > Number.EPSILON * Math.abs(sum); k += 2) {
    term *= (z * z) / k;
    sum += term;
  }
  return normalDensity(z) * sum;
}

/**
 * The z with P(Z ≤ z) = p; −Infinity at 0, Infinity at 1, NaN outside [0, 1].
 *
 * @example normalQuantile(0.975) // 1.959963984540054
 */
export function normalQuantile(p: number): number {
  return quantileByTail(p, (tail) => {
    const bound = -Math.sqrt(-2 * Math.log(2 * tail)); // Φ(z) ≤ ½·exp(−z²/2) for z ≤ 0
    return rootOfLog(bound, tail, normalCdf, normalDensity);
  });
}

/** P(T ≤ t) for Student's t with ν > 0 degrees of freedom. */
export function studentTCdf(t: number, degreesOfFreedom: number): number {
  if (Number.isNaN(t) || !(degreesOfFreedom > 0)) return Number.NaN;
  if (degreesOfFreedom > manyDegreesOfFreedom) return normalCdf(normalFromT(t, degreesOfFreedom));
  const tail = 0.5 * studentTTwoSided(t, degreesOfFreedom);
  return t < 0 ? tail : 1 - tail;
}

/** P(|T| ≥ |t|) for Student's t with ν > 0 degrees of freedom: a two-sided p-value, accurate however small. */
export function studentTTwoSided(t: number, degreesOfFreedom: number): number {
  const nu = degreesOfFreedom;
  if (Number.isNaN(t) || !(nu > 0)) return Number.NaN;
  if (nu > manyDegreesOfFreedom) return 2 * normalCdf(normalFromT(-Math.abs(t), nu));
  const tSquared = t * t;
  if (tSquared === Infinity) return 0;
  return incompleteBeta(nu / (nu + tSquared), nu / 2, 0.5, tSquared / (nu + tSquared));
}

/**
 * The t with P(T ≤ t) = p for ν > 0 degrees of freedom; −Infinity at 0, Infinity at 1, NaN outside. Only while t² is
 * finite (|t| < 1e154) is it exact.
 *
 * @example studentTQuantile(0.975, 10) // 2.2281388519649385
 */
export function studentTQuantile(p: number, degreesOfFreedom: number): number {
  const nu = degreesOfFreedom;
  if (!(nu > 0)) return Number.NaN;
  if (nu > manyDegreesOfFreedom) return tFromNormal(normalQuantile(p), nu);
  return quantileByTail(p, (tail) => {
    const scale = Math.sqrt(nu);
    const logConstant = logGamma((nu + 1) / 2) - logGamma(nu / 2) - 0.5 * Math.log(Math.PI);
    const u = rootOfLog(
      Math.asinh(normalQuantile(tail) / scale),
      tail,
      (u) => studentTCdf(scale * Math.sinh(u), nu),
      (u) => Math.exp(logConstant - nu * Math.log(Math.cosh(u))),
    );
    return scale * Math.sinh(u);
  });
}

/** Both distributions are symmetric, so a quantile is sought in the lower tail only, where nothing cancels. */
function quantileByTail(p: number, quantileOfTail: (tail: number) => number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0.5) return 0;
  const tail = Math.min(p, 1 - p);
  const quantile = tail === 0 ? -Infinity : quantileOfTail(tail);
  return p < 0.5 ? quantile : -quantile;
}

/**
 * The x with F(x) = p by Newton's method on a concave log F: its first step ends left of the root, whence the others rise to
 * it; one that does not is rounding.
 */
function rootOfLog(
  start: number,
  p: number,
  cdf: (x: number) => number,
  density: (x: number) => number,
): number {
  let x = start;
  for (let i = 0; i < mostSteps; i++) {
    const probability = cdf(x);
    const next = x - (Math.log(probability / p) * probability) / density(x);
    if (Number.isNaN(next) || (i > 0 && next <= x)) break;
    x = next;
  }
  return x;
}

/** The normal deviate with the same tail probability (Wallace 1959); its error is of order t³/(48ν²). */
function normalFromT(t: number, nu: number): number {
  const deviate = Math.sqrt(nu * Math.log1p((t * t) / nu)) * (1 - 1 / (4 * nu));
  return t < 0 ? -deviate : deviate;
}

/** The inverse of {@link normalFromT}. */
function tFromNormal(z: number, nu: number): number {
  const deviate = z / (1 - 1 / (4 * nu));
  return Math.sign(z) * Math.sqrt(nu * Math.expm1((deviate * deviate) / nu));
}

/**
 * P(χ² ≥ x) for a whole number of degrees of freedom ν ≥ 1: finite sums (Abramowitz & Stegun 26.4.4 and 26.4.5).
 *
 * @example chiSquareUpper(5.991464547107979, 2) // 0.05
 */
export function chiSquareUpper(x: number, degreesOfFreedom: number): number {
  if (x <= 0) return 1;
  const isOdd = degreesOfFreedom % 2 === 1;
  const root = Math.sqrt(x);
  let term = isOdd ? 2 * normalDensity(root) * root : Math.exp(-x / 2);
  let total = isOdd ? 2 * normalCdf(-root) : 0;
  for (let k = isOdd ? 1 : 0; k < degreesOfFreedom - 1; k += 2) {
    total += term;
    term *= x / (k + 2);
  }
  return total;
}

/**
 * P(F ≥ f) for f ≥ 0, ν₁ and ν₂ > 0 degrees of freedom (Abramowitz & Stegun 26.6.2).
 *
 * @example fisherUpper(4.102821015303716, 2, 10) // 0.05
 */
export function fisherUpper(f: number, first: number, second: number): number {
  const all = second + first * f;
  return incompleteBeta(second / all, second / 2, first / 2, (first * f) / all);
}
