// Counts → Wilson score interval for a proportion:
//   (p̂ + z²/2n ± z·√(p̂(1−p̂)/n + z²/4n²)) / (1 + z²/n)
// E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927); Brown, Cai
// and DasGupta, Interval estimation for a binomial proportion, Statistical Science 16 (2001), section 3.1.1.
import { normalQuantile } from "../../numerics/distributions.js";

/**
 * Wilson's interval for a proportion of successes among independent trials, in [0, 1].
 *
 * @param successes 0 ≤ successes ≤ trials; need not be whole (a tie may count ½)
 * @param trials > 0
 * @param level coverage in (0, 1)
 * @example wilsonInterval(0, 10) // { lower: 0, upper: 0.2775… }
 */
export function wilsonInterval(
  successes: number,
  trials: number,
  level = 0.95,
): { lower: number; upper: number } {
  const zSquared = normalQuantile((1 + level) / 2) ** 2;
  const share = successes / trials;
  const centre = share + zSquared / (2 * trials);
  const halfWidth = Math.sqrt(zSquared * ((share * (1 - share)) / trials + zSquared / (4 * trials * trials)));
  const scale = 1 + zSquared / trials;
  // At 0 and at n of n the end is exact in theory; rounding must not push it out of [0, 1].
  return {
    lower: successes <= 0 ? 0 : (centre - halfWidth) / scale,
    upper: successes >= trials ? 1 : (centre + halfWidth) / scale,
  };
}
