// Games between any models → a column a covariate, as differences between the sides: scaled, or in the form of a board.
import { UsageError } from "../core/errors.js";
import { type AnnotationRow, lengthOfSide } from "../io/wire/annotation-row.js";
import { covariateByName } from "../length-control/covariates/index.js";
import { scaleDifference } from "../length-control/covariates/scaled-difference.js";
import { mean, standardDeviation } from "../numerics/moments.js";

/** What Arena-Hard's board controls. */
export const boardControl = ["length_tokens", "headers", "lists", "bold"];

/** What a covariate is made of in one game: both sides' counts of it, and both lengths in tokens. */
interface Counted {
  readonly counts: readonly [number, number];
  readonly tokens: readonly [number, number];
}

type CovariateForm = (games: readonly Counted[], name: string) => Float64Array;

/** Scaled over all games, never centred: 0 is equality. */
export const scaledDifference: CovariateForm = (games) =>
  scaleDifference(Float64Array.from(games, ({ counts: [first, second] }) => first - second));

/** Lengths as a share of their sum, counts by token; centred and standardised over all games (arena-hard-auto, show_result.py). */
export const boardForm: CovariateForm = (games, name) => {
  const values = games.map(({ counts, tokens }) => {
    const isLength = /^length/.test(name);
    const [first, second] = isLength ? counts : counts.map((count, side) => count / (tokens[side]! + 1));
    const sum = first! + second! + (isLength ? 0 : 1);
    return sum === 0 ? 0 : (second! - first!) / sum;
  });
  const [centre, scale] = [mean(values), standardDeviation(Float64Array.from(values))];
  return Float64Array.from(values, (value) => (scale > 0 ? (value - centre) / scale : 0));
};

/** A column a covariate. Null where a line lacks what is needed. */
export async function readCovariates(
  matches: readonly { readonly row: AnnotationRow }[],
  names: readonly string[],
  form: CovariateForm,
): Promise<Float64Array[] | null> {
  const columns: Float64Array[] = [];
  const countTokens =
    form === boardForm ? await covariateByName.get("length_tokens")!.loadTextStatistic!() : null;
  for (const name of names) {
    const statistic = name === "length" ? null : await covariateByName.get(name)?.loadTextStatistic?.();
    if (statistic === undefined)
      throw new UsageError(`--round-robin: ${name} is no difference between two texts`, {
        hint: "Take length, or a count of the style.",
      });
    const measure = (side: AnnotationRow["model"]) =>
      statistic === null ? lengthOfSide(side) : side.output === null ? null : statistic(side.output);
    const known = new Map<AnnotationRow, Counted | null>();
    for (const { row } of matches) {
      if (known.has(row)) continue;
      const sides = [row.baseline, row.model];
      const [first, second] = sides.map(measure);
      const [a, b] = sides.map(({ output }) => (output === null ? 0 : (countTokens?.(output) ?? 0)));
      known.set(
        row,
        first === null || second === null ? null : { counts: [first!, second!], tokens: [a!, b!] },
      );
    }
    const games = matches.flatMap(({ row }) => known.get(row) ?? []);
    if (games.length < matches.length) return null;
    columns.push(form(games, name));
  }
  return columns;
}
