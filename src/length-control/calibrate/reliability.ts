// How much of a calibration's difficulty would be found again with as many other models:
//
//     reliability = clamp(2r/(1 + r), 0.1, 1),  r = Pearson of the μ of two fits, each to half of the models
//
// Spearman–Brown (1910) for two halves. Models are dealt by the SHA-256 of their names, so that the order of files changes
// nothing.
import { sha256 } from "../../core/hash.js";
import { mean } from "../../numerics/moments.js";
import { fitDifficulty } from "./fit-difficulty.js";
import { type JointRows, selectModels } from "./joint-rows.js";

const least = 0.1;

/** In [0.1, 1]. @param options of the half fits */
export function measureReliability(rows: JointRows, options?: Parameters<typeof fitDifficulty>[1]): number {
  const dealt = [...rows.generators.keys()].sort((a, b) =>
    sha256(rows.generators[a]!) < sha256(rows.generators[b]!) ? -1 : 1,
  );
  const rank = new Map(dealt.map((m, position) => [m, position]));
  const [even, odd] = [0, 1].map(
    (half) =>
      fitDifficulty(
        selectModels(rows, (m) => rank.get(m)! % 2 === half),
        options,
      ).mode,
  );
  const r = correlate(even!, odd!);
  return Number.isNaN(r) ? least : Math.min(1, Math.max(least, (2 * r) / (1 + r)));
}

function correlate(a: Float64Array, b: Float64Array): number {
  const [centreA, centreB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let x = 0; x < a.length; x++) {
    const [da, db] = [a[x]! - centreA, b[x]! - centreB];
    ab += da * db;
    aa += da * da;
    bb += db * db;
  }
  return ab / Math.sqrt(aa * bb);
}
