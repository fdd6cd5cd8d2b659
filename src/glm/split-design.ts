// A design and the folds of its rows → for each fold the rows that it holds, and the others to fit.
import type { DesignMatrix } from "./design-matrix.js";
import { type RowGroups, sumTargets } from "./group-rows.js";

export interface SplitDesign {
  readonly training: DesignMatrix;
  readonly held: DesignMatrix;
}

/**
 * Splits a design again and again in memory that is taken once: each split holds until the next.
 * @param groups of the rows, where the training part is to be groups
 * @returns from a fold to the rows that it holds (`fold[row] === k`) and all others
 */
export function prepareSplits(
  design: DesignMatrix,
  fold: Uint8Array,
  groups: RowGroups | null = null,
): (k: number) => SplitDesign {
  const most = groups ? Math.max(...countFolds(fold)) : fold.length;
  const rows = new Uint32Array(most);
  const gathered = [...design.X, design.y, design.weights].map((values) => ({
    values,
    into: new Float64Array(most),
  }));
  const stretch = (from: number, to: number): DesignMatrix => {
    const columns = gathered.map(({ into }) => into.subarray(from, to));
    return {
      columns: design.columns,
      X: columns.slice(0, design.X.length),
      y: columns.at(-2)!,
      weights: columns.at(-1)!,
    };
  };
  return (k) => {
    let at = 0;
    if (!groups) for (let row = 0; row < fold.length; row++) if (fold[row] !== k) rows[at++] = row;
    const training = at;
    for (let row = 0; row < fold.length; row++) if (fold[row] === k) rows[at++] = row;
    for (const { values, into } of gathered) for (let i = 0; i < at; i++) into[i] = values[rows[i]!]!;
    const held = stretch(training, at);
    if (!groups) return { training: stretch(0, training), held };
    const { grouped, of } = groups;
    const others = sumTargets(design, of, grouped.y.length, (row) => fold[row] !== k);
    return { training: { ...grouped, ...others }, held };
  };
}

/** Rows in each fold. */
export function countFolds(fold: Uint8Array): number[] {
  const sizes: number[] = [];
  for (const k of fold) sizes[k] = (sizes[k] ?? 0) + 1;
  return Array.from(sizes, (size) => size ?? 0);
}
