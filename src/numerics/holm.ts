/**
 * Holm's step-down adjustment of m p-values (Scandinavian Journal of Statistics 6, 1979): the k-th smallest becomes
 * max over j ≤ k of (m − j + 1)·p₍ⱼ₎, at most 1. Rejecting where the result is ≤ α keeps the chance of any false
 * rejection at α under every dependence.
 *
 * @example adjustHolm([0.01, 0.04, 0.03]) // [0.03, 0.06, 0.06]
 */
export function adjustHolm(pValues: ArrayLike<number>): Float64Array {
  const m = pValues.length;
  const order = Uint32Array.from(pValues, (_, i) => i).sort((a, b) => pValues[a]! - pValues[b]!);
  const adjusted = new Float64Array(m);
  let largest = 0;
  order.forEach((index, k) => {
    largest = Math.max(largest, Math.min(1, (m - k) * pValues[index]!));
    adjusted[index] = largest;
  });
  return adjusted;
}

/** The same over a family in which some tests could not be made: they count for nothing and stay null. */
export function adjustKnown(pValues: readonly (number | null)[]): (number | null)[] {
  const adjusted = adjustHolm(pValues.filter((p) => p !== null));
  let at = 0;
  return pValues.map((p) => (p === null ? null : adjusted[at++]!));
}
