/** Which cluster each of n rows belongs to, as numbers 0 … count − 1. */
export interface Clusters {
  readonly count: number;
  readonly codes: Uint32Array;
}

/** Numbers the clusters in the order of their first row. */
export function clusterBy<Row>(rows: readonly Row[], nameOf: (row: Row) => string | number): Clusters {
  const codeByName = new Map<string | number, number>();
  const codes = Uint32Array.from(rows, (row) => {
    const name = nameOf(row);
    const known = codeByName.get(name);
    if (known !== undefined) return known;
    codeByName.set(name, codeByName.size);
    return codeByName.size - 1;
  });
  return { count: codeByName.size, codes };
}

/** Those of some of the rows, numbered anew. @param rows positions, ascending */
export function clustersOf({ count, codes }: Clusters, rows: Uint32Array): Clusters {
  if (rows.length === codes.length) return { count, codes };
  const numbers = new Int32Array(count).fill(-1);
  let found = 0;
  const ofRows = rows.map((row) => {
    const code = codes[row]!;
    if (numbers[code]! < 0) numbers[code] = found++;
    return numbers[code]!;
  });
  return { count: found, codes: ofRows };
}

/** Adds up n values within their clusters: `count` sums. */
export function sumByCluster(values: Float64Array, { count, codes }: Clusters): Float64Array {
  const sums = new Float64Array(count);
  for (let i = 0; i < values.length; i++) sums[codes[i]!]! += values[i]!;
  return sums;
}

/** A standard error below this is rounding: nothing varies between the clusters. */
export const noVariation = 1e-12;

/**
 * Standard error of an estimate from its influence values: SE² = G/(G − 1)·Σ (U_c − Ū)² over the G clusters' sums
 * (the cluster-robust sandwich; Liang & Zeger 1986). The sums are centred because a penalty keeps them from adding to
 * exactly 0. NaN for fewer than two clusters.
 */
export function clusteredStandardError(influence: Float64Array, clusters: Clusters): number {
  const sums = sumByCluster(influence, clusters);
  const G = clusters.count;
  if (G < 2) return Number.NaN;
  let total = 0;
  for (const u of sums) total += u;
  let squares = 0;
  for (const u of sums) squares += (u - total / G) ** 2;
  return Math.sqrt((G / (G - 1)) * squares);
}

/** So many clusters of one size would say as much as these of N_c rows each: (ΣN_c)²/ΣN_c²; 0 without rows. */
export function effectiveClusters(sizes: Float64Array): number {
  let total = 0;
  let squares = 0;
  for (const size of sizes) {
    total += size;
    squares += size * size;
  }
  return squares > 0 ? total ** 2 / squares : 0;
}

/**
 * Degrees of freedom of a standard error over clusters of unlike sizes: max(1, (G − 1)/G·(ΣN_c)²/ΣN_c²), G − 1 where all
 * are alike.
 *
 * @example degreesOfFreedom(Float64Array.of(300, 30, 30, 30, 30)) // 1.5077
 */
export function degreesOfFreedom(sizes: Float64Array): number {
  const G = sizes.reduce((count, size) => count + Number(size > 0), 0);
  return G > 1 ? Math.max(1, ((G - 1) / G) * effectiveClusters(sizes)) : 1;
}

/** Whether no two rows depend on each other. */
export const hasOneRowEach = ({ count, codes }: Clusters): boolean => count === codes.length;
