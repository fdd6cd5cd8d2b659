// Logarithm of the gamma function by Stirling's series (Abramowitz & Stegun 6.1.41), the argument first raised
// above 15 by the recurrence Γ(x + 1) = x·Γ(x).
const bernoulliTerms = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156];
const seriesFrom = 15;

/**
 * ln Γ(x) for x > 0; NaN otherwise.
 *
 * @example logGamma(0.5) // 0.5723649429247001
 */
export function logGamma(x: number): number {
  if (!(x > 0)) return Number.NaN;
  let product = 1;
  let raised = x;
  for (; raised < seriesFrom; raised++) product *= raised;
  const inverseSquared = 1 / (raised * raised);
  const series = bernoulliTerms.reduceRight((sum, term) => sum * inverseSquared + term, 0) / raised;
  return (
    (raised - 0.5) * Math.log(raised) - raised + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product)
  );
}
