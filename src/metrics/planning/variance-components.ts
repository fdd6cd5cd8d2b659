// A pilot in which each instruction was judged several times → where the variance of a rate comes from. With y over
// instructions i, jurors j, both orders o and R repeats r, c the mean over r, S and D half-sum and half-difference of c over o:
//
//   σ²_E = mean within-cell variance      e = σ²_E/(2R)
//   W_X = Σ(X_ij − X_i· − X_·j + X_··)²/((n − 1)(J − 1)) for X = S, D, 0 for one juror
//   J > 1:  σ²_IJ = W_S − e   σ²_IOJ = W_D − e   σ²_I = var(S_i·) − W_S/J   b² = mean(D_i·²) − W_D/J
//   J = 1:  σ²_I = var(S) − e   b² = mean(D²) − e      (one order: S = c, e = σ²_E/R, and b² is part of σ²_I)
//   SE²(n, O, R, J) = 1/n·[σ²_I + σ²_IJ/J + 1{O = 1}(b² + σ²_IOJ/J) + σ²_E/(J·O·R)]
//
// Where repeats are not in every cell (three replies: both orders, one of them again), S and D are of first replies and R = 1.
// b² holds the order's main effect: noise where each instruction has one hashed order, gone with both. Jurors are these ones,
// and all of them answer. Random effects by moments: Searle, Casella & McCulloch, Variance Components (1992), chapter 4.
import { mean, standardDeviation } from "../../numerics/moments.js";

/** Replies to one instruction: by juror, by order (both, or one in all of the pilot), by repeat. */
export type PilotItem = readonly (readonly (readonly number[])[])[];

export interface VarianceComponents {
  /** Instructions, and jurors. */
  readonly instructions: number;
  readonly jurors: number;
  /** σ²_I, σ²_IJ, b² (null where one order was asked, whose part of it is in σ²_I) and σ²_IOJ; squares of the rate's unit. */
  readonly instruction: number;
  readonly instructionByJuror: number;
  readonly order: number | null;
  readonly orderByJuror: number;
  /** σ²_E; null where nothing was asked twice: the other terms then hold their part of it. */
  readonly repeat: number | null;
  /** Terms that came out below 0 and count as 0. */
  readonly negative: readonly string[];
  /** Instructions that a pilot needs for errors within 10 %, by the kurtosis of S. */
  readonly enough: number;
}

/** One way of asking. */
export interface AskingDesign {
  readonly orders: 1 | 2;
  readonly repeats: number;
  readonly jurors: number;
}

const fewest = 60;
const perKurtosis = 25;

/** @param items two at least, each with a reply of every juror in every order */
export function estimateComponents(items: readonly PilotItem[]): VarianceComponents {
  const n = items.length;
  const J = items[0]!.length;
  const cells = items.flat(2);
  const isBalanced = new Set(cells.map((cell) => cell.length)).size === 1;
  const within = cells.flatMap((cell) => (cell.length > 1 ? [standardDeviation(cell) ** 2] : []));
  const noise = within.length > 0 ? mean(within) : null;
  const R = isBalanced ? cells[0]!.length : 1;
  const centre = (cell: readonly number[]) => mean(isBalanced ? cell : cell.slice(0, 1));
  const isBothWays = items[0]![0]!.length === 2;
  const half = (sign: 1 | -1) =>
    items.map((jurors) =>
      jurors.map(([one, other]) => (isBothWays ? (centre(one!) + sign * centre(other!)) / 2 : centre(one!))),
    );
  const [S, D] = [half(1), half(-1)];
  const e = (noise ?? 0) / ((isBothWays ? 2 : 1) * R);
  const ofItem = S.map((jurors) => mean(jurors));
  const bias = mean(D.map((jurors) => mean(jurors) ** 2));
  const [ws, wd] = [interaction(S), interaction(D)];
  const terms =
    J > 1
      ? {
          instruction: variance(ofItem) - ws / J,
          instructionByJuror: ws - e,
          order: bias - wd / J,
          orderByJuror: wd - e,
        }
      : { instruction: variance(ofItem) - e, instructionByJuror: 0, order: bias - e, orderByJuror: 0 };
  const negative = Object.entries(terms).flatMap(([name, value]) => (value < 0 ? [name] : []));
  const atLeast0 = Object.fromEntries(
    Object.entries(terms).map(([name, value]) => [name, Math.max(0, value)]),
  );
  return {
    instructions: n,
    jurors: J,
    ...(atLeast0 as typeof terms),
    ...(!isBothWays && { order: null, orderByJuror: 0 }),
    repeat: noise,
    negative: negative.filter((name) => isBothWays || !name.startsWith("order")),
    enough: Math.ceil(Math.max(fewest, perKurtosis * (kurtosis(ofItem) - 1))),
  };
}

/**
 * n·SE² of a rate asked so, in squares of its unit; null where it takes a σ²_E that the pilot does not tell.
 * @param jurors of the design: no more than the pilot's, 1 is any of them
 */
export function varianceOf(
  components: VarianceComponents,
  { orders, repeats, jurors }: AskingDesign,
): number | null {
  const { instruction, instructionByJuror, order, orderByJuror, repeat } = components;
  if ((repeat === null && repeats > 1) || (order === null && orders === 2)) return null;
  const perJuror =
    instructionByJuror + (orders === 1 ? orderByJuror : 0) + (repeat ?? 0) / (orders * repeats);
  return instruction + (orders === 1 ? (order ?? 0) : 0) + perJuror / jurors;
}

/** W: what is left of instruction and juror when both means are taken off. */
function interaction(X: readonly (readonly number[])[]): number {
  const J = X[0]!.length;
  if (J === 1) return 0;
  const all = mean(X.map((row) => mean(row)));
  const ofJuror = X[0]!.map((_, j) => mean(X.map((row) => row[j]!)));
  let sum = 0;
  for (const row of X) {
    const ofItem = mean(row);
    for (let j = 0; j < J; j++) sum += (row[j]! - ofItem - ofJuror[j]! + all) ** 2;
  }
  return sum / ((X.length - 1) * (J - 1));
}

const variance = (values: readonly number[]) => standardDeviation(values) ** 2;

/** m₄/m₂², 3 for a normal distribution; 0 where nothing varies. */
function kurtosis(values: readonly number[]): number {
  const centre = mean(values);
  const moment = (power: number) => mean(values.map((value) => (value - centre) ** power));
  return moment(2) > 0 ? moment(4) / moment(2) ** 2 : 0;
}
