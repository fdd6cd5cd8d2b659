// Paired values → Spearman's rank correlation: Pearson's r of the ranks, ties sharing the mean of their places
// (C. Spearman, American Journal of Psychology 15, 1904; Kendall, Rank Correlation Methods, chapter 3).
import { averageRanks } from "../../numerics/ranks.js";
import type { Measure } from "../rates/measure.js";
import { pearson } from "./pearson.js";

/** Spearman's ρ of n pairs, in [−1, 1]; unmeasurable for fewer than two pairs or where one side is all ties. */
export function spearman(x: ArrayLike<number>, y: ArrayLike<number>): Measure {
  return pearson(averageRanks(x), averageRanks(y));
}
