// Rows of equal x → one row each: a loss that is linear in its target, as Σ w·(f(η) − y·η) is, only sees Σw and Σwy of them.
// Differences of length are whole numbers, so that of many pairs there are few.
import { EntryTable } from "../core/entry-table.js";
import { mixBits } from "../core/text-hash.js";
import type { DesignMatrix } from "./design-matrix.js";

export interface RowGroups {
  /** A row a group: the sum of the weights, the mean target by weight. */
  readonly grouped: DesignMatrix;
  /** The group of every row. */
  readonly of: Uint32Array;
}

/** Fewer rows are fitted before they are grouped. */
const fewRows = 5000;
/** Groups must be so much fewer than rows. */
const fewer = 4;

/** Null where it would not pay. */
export function groupRows({ columns, X, y, weights }: DesignMatrix): RowGroups | null {
  const rows = y.length;
  if (rows < fewRows) return null;
  const bits = X.map((column) => new Int32Array(column.buffer, column.byteOffset, 2 * rows));
  const entries = new EntryTable();
  const first: number[] = [];
  const of = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    let hash = 0;
    for (const column of bits) hash = Math.imul(hash, 31) + mixBits(column[2 * row]! ^ column[2 * row + 1]!);
    const group = entries.findOrAdd(mixBits(hash), (other) => X.every((x) => x[row] === x[first[other]!]));
    if (group === first.length) {
      if (fewer * first.push(row) > rows) return null;
    }
    of[row] = group;
  }
  const ofGroups = X.map((column) => Float64Array.from(first, (row) => column[row]!));
  return { grouped: { columns, X: ofGroups, ...sumTargets({ y, weights }, of, first.length) }, of };
}

/** @param isMeant the rows that count; all when absent */
export function sumTargets(
  { y, weights }: Pick<DesignMatrix, "y" | "weights">,
  of: Uint32Array,
  groups: number,
  isMeant: (row: number) => boolean = () => true,
): Pick<DesignMatrix, "y" | "weights"> {
  const sums = new Float64Array(groups);
  const totals = new Float64Array(groups);
  for (let row = 0; row < of.length; row++) {
    if (!isMeant(row)) continue;
    totals[of[row]!]! += weights[row]!;
    sums[of[row]!]! += weights[row]! * y[row]!;
  }
  return { y: sums.map((sum, group) => (totals[group]! > 0 ? sum / totals[group]! : 0)), weights: totals };
}
