// Comparisons of any models with any others → wins, ties and losses of each pair, and Bradley–Terry ratings:
//   logit P(second beats first) = θ_second − θ_first + β·x       x: covariates, never centred, so that zero is equality
// Maximum likelihood by Newton's method, Σθ = 0; a verdict between 0 and 1 is a soft target, a tie is ½. Errors are the
// clustered sandwich H⁻¹(Σ_c s_c s_c')H⁻¹·G/(G − 1), intervals θ ± t_{G−1}·SE. For wins and losses, one row a cluster and no covariates this is the
// usual logistic regression with HC1-like errors. It is not Elo's online update, and with ties it is not Rao–Kupper's or Davidson's model.
import { studentTQuantile } from "../../numerics/distributions.js";
import { dot } from "../../numerics/dot.js";
import { logistic } from "../../numerics/logistic.js";
import { solveLinear } from "../../numerics/solve-linear.js";

/** One comparison. */
export interface Game {
  readonly first: string;
  readonly second: string;
  /** P(second beats first), in [0, 1]. */
  readonly preference: number;
  /** Games of one cluster are dependent. */
  readonly cluster: string;
  /** By covariate; zero is equality of the two sides. */
  readonly covariates: readonly number[];
}

export interface PairRecord {
  wins: number;
  ties: number;
  losses: number;
}

export interface Rating {
  /** On the logistic scale; 0 is the mean of all models. */
  readonly rating: number;
  readonly standardError: number;
  readonly lower: number;
  readonly upper: number;
}

export interface RoundRobin {
  /** In code-point order. */
  readonly models: readonly string[];
  /** Of the model in the row against the one in the column. */
  readonly records: readonly (readonly PairRecord[])[];
  /** By model; null where no ratings exist: some models never lost, or never won, against the others; or covariates leave them open. */
  readonly ratings: readonly Rating[] | null;
  /**
   * Covariates tell wins from losses without fail, so that no finite fit is the best, or cannot be told from who plays.
   */
  readonly open: "separated" | "collinear" | null;
  /** Of the covariates, in their order. */
  readonly effects: readonly { readonly coefficient: number; readonly standardError: number }[];
  /** Models that all won or all lost against the rest, where there are no ratings. */
  readonly unbeaten: readonly string[];
  readonly games: number;
  readonly clusters: number;
}

const mostIterations = 100;
const tolerance = 1e-12;

/**
 * @param level of the intervals, in (0, 1)
 * @param anchor the model whose rating is 0; the mean of all models is where none is named
 */
export function rateRoundRobin(games: readonly Game[], level: number, anchor?: string): RoundRobin {
  const models = [...new Set(games.flatMap(({ first, second }) => [first, second]))].sort();
  const at = new Map(models.map((model, i) => [model, i]));
  const records = models.map(() => models.map((): PairRecord => ({ wins: 0, ties: 0, losses: 0 })));
  for (const { first, second, preference } of games) {
    const [a, b] = [at.get(first)!, at.get(second)!];
    const [won, lost] = preference > 0.5 ? (["wins", "losses"] as const) : (["losses", "wins"] as const);
    records[b]![a]![preference === 0.5 ? "ties" : won]++;
    records[a]![b]![preference === 0.5 ? "ties" : lost]++;
  }
  const clusters = new Set(games.map(({ cluster }) => cluster)).size;
  const common = { models, records, games: games.length, clusters };
  const unbeaten = findUnbeaten(games, models.length, at);
  if (unbeaten.length > 0)
    return { ...common, ratings: null, effects: [], open: null, unbeaten: unbeaten.map((i) => models[i]!) };
  return { ...common, unbeaten: [], ...fitRatings(games, at, { level, anchor: at.get(anchor ?? "") }) };
}

/** Everybody must be able to reach everybody by points won: else some ratings are infinite. */
function findUnbeaten(games: readonly Game[], count: number, at: ReadonlyMap<string, number>): number[] {
  const beats = Array.from({ length: count }, () => new Set<number>());
  for (const { first, second, preference } of games) {
    if (preference > 0) beats[at.get(second)!]!.add(at.get(first)!);
    if (preference < 1) beats[at.get(first)!]!.add(at.get(second)!);
  }
  const reach = (from: number, edges: readonly ReadonlySet<number>[]) => {
    const seen = new Set([from]);
    for (const model of seen) for (const other of edges[model]!) seen.add(other);
    return seen;
  };
  const beaten = beats.map((_, i) => new Set(beats.flatMap((others, j) => (others.has(i) ? [j] : []))));
  const below = reach(0, beats);
  const above = reach(0, beaten);
  const all = beats.map((_, i) => i);
  if (below.size === count && above.size === count) return [];
  return below.size < count ? all.filter((i) => !below.has(i)) : all.filter((i) => !above.has(i));
}

function fitRatings(
  games: readonly Game[],
  at: ReadonlyMap<string, number>,
  { level, anchor }: { readonly level: number; readonly anchor: number | undefined },
) {
  const count = at.size;
  const covariates = games[0]!.covariates.length;
  const p = count - 1 + covariates;
  // the last model's rating is 0 while fitting
  const row = ({ first, second, covariates: x }: Game): Float64Array => {
    const values = new Float64Array(p);
    const [a, b] = [at.get(first)!, at.get(second)!];
    if (b < count - 1) values[b]! += 1;
    if (a < count - 1) values[a]! -= 1;
    values.set(x, count - 1);
    return values;
  };
  const rows = games.map(row);
  let beta = new Float64Array(p);
  let hessian = zeros(p);
  // while something separates, every step moves some game's logit by 1 or more (length-control/separation.ts)
  const failed = (open: "separated" | "collinear") => ({ ratings: null, effects: [], open });
  for (let iteration = 0; ; iteration++) {
    hessian = zeros(p);
    const gradient = new Float64Array(p);
    for (const [i, x] of rows.entries()) {
      const q = logistic(dot(x, beta));
      for (let j = 0; j < p; j++) {
        if (x[j] === 0) continue;
        gradient[j]! += x[j]! * (games[i]!.preference - q);
        for (let k = 0; k < p; k++) hessian[j]![k]! += x[j]! * x[k]! * q * (1 - q);
      }
    }
    // what never differs between the sides has no coefficient
    for (let j = 0; j < p; j++) if (hessian[j]![j] === 0 && rows.every((x) => x[j] === 0)) hessian[j]![j] = 1;
    const step = solveLinear(hessian, gradient);
    if (step.some(Number.isNaN)) return failed(iteration === 0 ? "collinear" : "separated");
    beta = beta.map((value, j) => value + step[j]!);
    const largest = Math.max(...step.map(Math.abs));
    if (largest < tolerance) break;
    if (iteration < mostIterations) continue;
    // rounding may keep small steps from the tolerance
    if (largest > 1e-6) return failed("separated");
    break;
  }
  const covariance = sandwich(games, rows, beta, hessian);
  // θ_i less the anchor's, or less the mean, to which the last model adds 0
  const share = (j: number) => (anchor === undefined ? 1 / count : Number(j === anchor));
  const contrast = (i: number) =>
    Float64Array.from({ length: p }, (_, j) => (j < count - 1 ? Number(j === i) - share(j) : 0));
  const t = studentTQuantile((1 + level) / 2, new Set(games.map(({ cluster }) => cluster)).size - 1);
  const ratings = Array.from({ length: count }, (_, i): Rating => {
    const c = contrast(i);
    const rating = dot(c, beta);
    const standardError = Math.sqrt(
      dot(
        c,
        covariance.map((line) => dot(line, c)),
      ),
    );
    return { rating, standardError, lower: rating - t * standardError, upper: rating + t * standardError };
  });
  const effects = Array.from({ length: covariates }, (_, k) => ({
    coefficient: beta[count - 1 + k]!,
    standardError: Math.sqrt(covariance[count - 1 + k]![count - 1 + k]!),
  }));
  return { ratings, effects, open: null };
}

function sandwich(
  games: readonly Game[],
  rows: readonly Float64Array[],
  beta: Float64Array,
  hessian: readonly Float64Array[],
): Float64Array[] {
  const p = beta.length;
  const scores = new Map<string, Float64Array>();
  for (const [i, x] of rows.entries()) {
    const { cluster, preference } = games[i]!;
    const residual = preference - logistic(dot(x, beta));
    const score = scores.get(cluster) ?? new Float64Array(p);
    for (let j = 0; j < p; j++) score[j]! += x[j]! * residual;
    scores.set(cluster, score);
  }
  const influence = [...scores.values()].map((score) => solveLinear(hessian, score));
  const scale = influence.length / (influence.length - 1);
  return Array.from({ length: p }, (_, j) =>
    Float64Array.from({ length: p }, (__, k) => scale * influence.reduce((sum, u) => sum + u[j]! * u[k]!, 0)),
  );
}

const zeros = (p: number) => Array.from({ length: p }, () => new Float64Array(p));
