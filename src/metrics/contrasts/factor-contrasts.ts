// Outcomes under combinations of factors' levels (cells), rows of one item dependent → differences between levels, and
// how far a difference depends on another factor, Holm's adjustment over all of them.
//   contrast = Σ_cells w_c·ȳ_c; row i of cell c moves it by w_c·(yᵢ − ȳ_c)/n_c; SE² = G/(G − 1)·Σ (item sums)²
//   levels a, b: w = ±1/S in each of the S combinations of the other factors in which both levels occur, so that every
//   combination counts the same and an unbalanced design does not mix one factor with another
//   interaction of (a, b) with (c, d): the difference at d minus the difference at c, over S combinations of the rest
import { clusterBy, clusteredStandardError, noVariation } from "../../numerics/clusters.js";
import { studentTQuantile, studentTTwoSided } from "../../numerics/distributions.js";
import { adjustKnown } from "../../numerics/holm.js";
import { mean } from "../../numerics/moments.js";
import type { Interval } from "../rates/measure.js";

export interface FactorRow {
  /** In [0, 1]. */
  readonly value: number;
  readonly cluster: string;
  /** One a factor, in one order for all rows. */
  readonly levels: readonly string[];
}

export interface FactorContrast {
  /** `prompt: b − a`, or the product of two such. */
  readonly name: string;
  readonly difference: number;
  /** Null where nothing varies, or a combination holds one cluster only, whose error nothing tells. */
  readonly interval: Interval | null;
  readonly pValue: number | null;
  readonly adjustedPValue: number | null;
  /** Combinations of the other factors that it is a mean over, and those that lack a level and are left out. */
  readonly combinations: number;
  readonly incomplete: number;
  /** One of the combinations holds rows of one cluster only: no interval. */
  readonly hasLoneItems: boolean;
}

/** One term of a contrast: two levels of the factor at a position. */
interface LevelPair {
  readonly factor: number;
  readonly from: string;
  readonly to: string;
}

/** Contrasts that no combination of the other factors has all levels for are left out. */
export function contrastFactors(
  rows: readonly FactorRow[],
  factors: readonly string[],
  { level, withInteractions = false }: { level: number; withInteractions?: boolean },
): FactorContrast[] {
  const pairs = factors.flatMap((_, factor) => pairLevels(rows, factor));
  const terms: LevelPair[][] = pairs.map((pair) => [pair]);
  if (withInteractions)
    pairs.forEach((first, i) => {
      for (const second of pairs.slice(i + 1))
        if (first.factor !== second.factor) terms.push([first, second]);
    });
  const cells = collectCells(rows);
  const found = terms.flatMap((term) => contrastCells(cells, term, factors, level) ?? []);
  const adjusted = adjustKnown(found.map(({ pValue }) => pValue));
  return found.map((contrast, at) => ({ ...contrast, adjustedPValue: adjusted[at]! }));
}

/** How many differences between two levels of one factor there are. */
export const countLevelPairs = (rows: readonly FactorRow[], factors: readonly string[]): number =>
  factors.reduce((count, _, factor) => count + pairLevels(rows, factor).length, 0);

/** By number where levels are numbers, else by letter: whatever the order of the rows, contrasts have one sign. */
export const compareLevels = (a: string, b: string) => a.localeCompare(b, "en", { numeric: true });

function pairLevels(rows: readonly FactorRow[], factor: number): LevelPair[] {
  const levels = [...new Set(rows.map((row) => row.levels[factor]!))].sort(compareLevels);
  return levels.flatMap((from, i) => levels.slice(i + 1).map((to) => ({ factor, from, to })));
}

interface Cell {
  readonly levels: readonly string[];
  readonly rows: FactorRow[];
}

const keyOf = (levels: readonly string[]) => JSON.stringify(levels);

function collectCells(rows: readonly FactorRow[]): Map<string, Cell> {
  const cells = new Map<string, Cell>();
  for (const row of rows) {
    const { levels } = row;
    const key = keyOf(levels);
    const cell = cells.get(key) ?? { levels, rows: [] };
    cell.rows.push(row);
    cells.set(key, cell);
  }
  return cells;
}

function contrastCells(
  cells: ReadonlyMap<string, Cell>,
  terms: readonly LevelPair[],
  factors: readonly string[],
  level: number,
): FactorContrast | null {
  const isInside = ({ levels }: Cell) =>
    terms.every(({ factor, from, to }) => levels[factor] === from || levels[factor] === to);
  const rest = new Set(
    [...cells.values()].filter(isInside).map(({ levels }) => keyOf(replaceLevels(levels, terms, () => ""))),
  );
  const complete = [...rest]
    .map((key) => signedCells(JSON.parse(key) as string[], cells, terms))
    .filter((signed) => signed !== null);
  if (complete.length === 0) return null;
  const influence: number[] = [];
  const used: FactorRow[] = [];
  let difference = 0;
  for (const { sign, cell } of complete.flat()) {
    const weight = sign / complete.length;
    const average = mean(cell.rows.map(({ value }) => value));
    difference += weight * average;
    for (const row of cell.rows) {
      influence.push((weight * (row.value - average)) / cell.rows.length);
      used.push(row);
    }
  }
  const clusters = clusterBy(used, ({ cluster }) => cluster);
  const isKnown = complete.flat().every(({ cell }) => new Set(cell.rows.map((row) => row.cluster)).size > 1);
  const error = isKnown ? clusteredStandardError(Float64Array.from(influence), clusters) : Number.NaN;
  const varies = error > noVariation;
  const halfWidth = varies ? studentTQuantile((1 + level) / 2, clusters.count - 1) * error : null;
  return {
    name: terms.map(({ factor, from, to }) => `${factors[factor]}: ${to} − ${from}`).join(" × "),
    difference,
    interval: halfWidth === null ? null : { lower: difference - halfWidth, upper: difference + halfWidth },
    pValue: varies ? studentTTwoSided(difference / error, clusters.count - 1) : null,
    adjustedPValue: null,
    combinations: complete.length,
    incomplete: rest.size - complete.length,
    hasLoneItems: !isKnown,
  };
}

const replaceLevels = (
  levels: readonly string[],
  terms: readonly LevelPair[],
  levelOf: (term: LevelPair, position: number) => string,
) =>
  levels.map((value, factor) => {
    const position = terms.findIndex((term) => term.factor === factor);
    return position < 0 ? value : levelOf(terms[position]!, position);
  });

/** The 2 or 4 cells of one combination of the other factors with the signs of their means; null when one is empty. */
function signedCells(
  rest: readonly string[],
  cells: ReadonlyMap<string, Cell>,
  terms: readonly LevelPair[],
): { sign: number; cell: Cell }[] | null {
  const choices = Array.from({ length: 2 ** terms.length }, (_, bits) =>
    terms.map((_, t) => (bits >> t) & 1),
  );
  const signed = choices.map((ends) => ({
    sign: ends.reduce((sign, end) => (end === 1 ? sign : -sign), 1),
    cell: cells.get(keyOf(replaceLevels(rest, terms, ({ from, to }, t) => (ends[t] === 1 ? to : from)))),
  }));
  return signed.every(({ cell }) => cell !== undefined) ? (signed as { sign: number; cell: Cell }[]) : null;
}
