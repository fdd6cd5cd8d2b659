/** What the recipe knows of a data set beforehand, from many models' judgements: fixed numbers, no texts. */
export interface Calibration {
  readonly name: string;
  /** Whose outputs the data set's models are compared with, and which judge compared them. */
  readonly baseline: string;
  readonly annotator: string | null;
  /** Instruction difficulty γ by the SHA-256 of the text, where the calibration's files held it, else by id; mean about 0, standard deviation about 1. */
  readonly difficulty: ReadonlyMap<string, number>;
  /** Instruction id by the hash of its text's normal form (`near-misses.ts`): to name near misses. */
  readonly idByNormalizedId: ReadonlyMap<string, string>;
  /** How much of γ is no noise, in [0.1, 1]; it counts as known where absent. */
  readonly reliability?: number | undefined;
  /** How many models γ was estimated from; absent where the file does not say. */
  readonly models?: number | undefined;
  /** The baseline prompted to be verbose, and concise, judged against itself; empty when nobody made them. */
  readonly gamedRows: readonly GamedRow[];
}

/** One judgement of a gamed baseline against the baseline. */
export interface GamedRow {
  readonly generator: string;
  readonly instructionId: string;
  /** P(gamed baseline beats baseline), in [0, 1]. */
  readonly preference: number;
  /** Δ/sd(Δ), Δ = length of the baseline's output − length of the gamed one's. */
  readonly standardizedLengthDifference: number;
  /** The same of other covariates, by name; only those that the calibration holds. */
  readonly standardizedDifferences?: Readonly<Record<string, number>>;
}

/**
 * The weight of a gamed row, in rows of the model. All gamed rows together weigh a fifth of the model's rows: at 805
 * instructions and two gamed baselines that is the reference's 0.1 a row, and in proportion to the number of rows
 * what is estimated does not depend on the sample size.
 */
export const gamedRowWeight = (judgedRows: number, gamedRows: number): number =>
  (0.2 * judgedRows) / gamedRows;
