// Pairs of yes-or-no outcomes on the same prompts → exact McNemar test of equal rates: given b + c discordant pairs,
// b is binomial with p = ½ (Q. McNemar, Psychometrika 12, 1947; exact form: Mosteller 1952). Two-sided by doubling.
import { logGamma } from "../../numerics/log-gamma.js";

/**
 * @param onlyFirst pairs with yes in the first outcome alone
 * @param onlySecond pairs with yes in the second alone
 * @returns the p-value in (0, 1]; 1 without discordant pairs
 */
export function mcnemarExact(onlyFirst: number, onlySecond: number): number {
  const n = onlyFirst + onlySecond;
  let tail = 0;
  for (let k = 0; k <= Math.min(onlyFirst, onlySecond); k++) {
    tail += Math.exp(logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1) - n * Math.LN2);
  }
  return Math.min(1, 2 * tail);
}
