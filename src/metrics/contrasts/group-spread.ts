// Rates of many groups (personas, names) → how far they are apart: variance, range, lowest and highest, with intervals
// from a bootstrap over prompts, and a permutation test of "all groups have one rate".
//
//   variance = Σ_g (r_g − r̄)²/k over the k groups' rates (the "harmful difference score" of Wan et al. 2023 over personas)
//   p = (1 + #{permutations with at least this variance})/(1 + B): groups are exchanged within prompts where they share
//   them, else over all rows
//
// Rates of one true value differ too: the variance holds the noise of the rates, which `noise` tells: the mean over groups
// of r(1 − r)/n.
import { pythonRandom } from "../../core/python-random.js";
import { clusterBy } from "../../numerics/clusters.js";
import { mean } from "../../numerics/moments.js";
import type { BootstrapEstimate, BootstrapSettings } from "../rates/bootstrap.js";
import { bootstrapFigures } from "../rates/bootstrap-figures.js";
import type { GroupHits } from "./compare-with-control.js";

export interface GroupSpread {
  readonly stratum: string;
  readonly outcome: string;
  readonly groups: number;
  /** In squared units of a rate. */
  readonly variance: BootstrapEstimate;
  readonly noise: number;
  readonly range: BootstrapEstimate;
  readonly lowest: ExtremeGroup;
  readonly highest: ExtremeGroup;
  readonly pValue: number;
}

export interface ExtremeGroup {
  readonly group: string;
  readonly rate: BootstrapEstimate;
}

/** Fewer groups than this are looked at one by one. */
const fewestGroups = 3;

/** One for each outcome and stratum with three groups or more, all of one trial a row. */
export function measureSpreads(groups: readonly GroupHits[], settings: BootstrapSettings): GroupSpread[] {
  const families = new Map<string, GroupHits[]>();
  for (const cell of groups) {
    if (cell.rows.length === 0) continue;
    const key = JSON.stringify([cell.stratum, cell.outcome]);
    families.set(key, [...(families.get(key) ?? []), cell]);
  }
  return [...families.values()]
    .filter((family) => family.length >= fewestGroups)
    .map((family) => measureSpread(family, settings));
}

function measureSpread(family: readonly GroupHits[], settings: BootstrapSettings): GroupSpread {
  const rows = family.flatMap(({ rows }, group) => rows.map((row) => ({ ...row, group })));
  const clusters = clusterBy(rows, ({ cluster }) => cluster);
  const hits = Float64Array.from(rows, (row) => row.hits);
  const groupOf = Uint32Array.from(rows, ({ group }) => group);
  const ratesOf = (groupOfRow: Uint32Array, weights?: Float64Array): Float64Array => {
    const [sums, sizes] = [new Float64Array(family.length), new Float64Array(family.length)];
    for (let i = 0; i < hits.length; i++) {
      const weight = weights ? weights[clusters.codes[i]!]! : 1;
      sums[groupOfRow[i]!]! += weight * hits[i]!;
      sizes[groupOfRow[i]!]! += weight;
    }
    return sums.map((sum, g) => sum / sizes[g]!);
  };
  const observed = ratesOf(groupOf);
  const [lowest, highest] = [Math.min, Math.max].map((end) => observed.indexOf(end(...observed)));
  const estimates = bootstrapFigures(
    clusters,
    (weights) => {
      const rates = ratesOf(groupOf, weights);
      return {
        variance: varianceOf(rates),
        range: Math.max(...rates) - Math.min(...rates),
        lowest: rates[lowest!]!,
        highest: rates[highest!]!,
      };
    },
    settings,
  );
  const extreme = (at: number, rate: BootstrapEstimate) => ({ group: family[at]!.group, rate });
  return {
    stratum: family[0]!.stratum,
    outcome: family[0]!.outcome,
    groups: family.length,
    variance: estimates.variance!,
    noise: mean(observed.map((rate, g) => (rate * (1 - rate)) / family[g]!.rows.length)),
    range: estimates.range!,
    lowest: extreme(lowest!, estimates.lowest!),
    highest: extreme(highest!, estimates.highest!),
    pValue: permute(groupOf, clusters.codes, (groupOfRow) => varianceOf(ratesOf(groupOfRow)), settings),
  };
}

function varianceOf(rates: Float64Array): number {
  const centre = mean(rates);
  return mean(rates.map((rate) => (rate - centre) ** 2));
}

/** Within clusters that hold several groups' rows; all rows are one cluster where each is by itself. */
function permute(
  groupOf: Uint32Array,
  codes: Uint32Array,
  statistic: (groupOf: Uint32Array) => number,
  { seed, replicates }: BootstrapSettings,
): number {
  const isApart = new Set(codes).size === codes.length;
  const members = new Map<number, number[]>();
  codes.forEach((code, row) => {
    const key = isApart ? 0 : code;
    const known = members.get(key);
    if (known) known.push(row);
    else members.set(key, [row]);
  });
  const stream = pythonRandom(`permutation${seed}`);
  const observed = statistic(groupOf);
  let asFar = 0;
  for (let b = 0; b < replicates; b++) {
    const turned = Uint32Array.from(groupOf);
    for (const rows of members.values())
      for (let i = rows.length - 1; i > 0; i--) {
        const [a, c] = [rows[i]!, rows[stream.integer(i + 1)]!];
        [turned[a], turned[c]] = [turned[c]!, turned[a]!];
      }
    if (statistic(turned) >= observed - 1e-12) asFar++;
  }
  return (1 + asFar) / (1 + replicates);
}
