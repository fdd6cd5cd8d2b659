// The published leaderboards that come with the package: figures, no texts.
import { InputError } from "../../core/errors.js";
import { readPackageFile } from "./package-files.js";

/** The boards at hand: what their models were compared with, and by which judge. */
export const publishedBoards = {
  alpaca_eval_2: { baseline: "gpt4_1106_preview", annotator: "weighted_alpaca_eval_gpt4_turbo" },
  alpaca_eval_1: { baseline: "text_davinci_003", annotator: "alpaca_eval_gpt4" },
} as const;

/** Both boards are over AlpacaEval's instructions. */
export const publishedInstructions = 805;

export type PublishedBoard = keyof typeof publishedBoards;

/** A model on a published leaderboard; rates and errors in percent. Null where nothing was published. */
export interface PublishedModel {
  readonly generator: string;
  readonly winRate: number;
  readonly standardError: number | null;
  readonly pairs: number | null;
  readonly averageLength: number | null;
  readonly lengthControlledWinRate: number | null;
  readonly coefficients: {
    readonly length: number;
    readonly difficulty: number;
    readonly model: number;
  } | null;
}

export async function readPublishedLeaderboard(board: PublishedBoard): Promise<PublishedModel[]> {
  const path = `data/${board}/published.csv`;
  const { parse } = await import("csv-parse/sync");
  const rows: Record<string, string>[] = parse(await readPackageFile(path), { columns: true, bom: true });
  return rows.map((row, i) => {
    const number = (column: string) => (row[column] ? Number(row[column]) : null);
    const generator = row.generator;
    const winRate = number("win_rate");
    if (!generator || winRate === null || Number.isNaN(winRate))
      throw new InputError({ file: path, row: i + 2, message: "needs a generator and a win_rate" });
    const [length, difficulty, model] = ["coef_length", "coef_difficulty", "coef_model"].map(number);
    return {
      generator,
      winRate,
      standardError: number("standard_error"),
      pairs: number("n_total"),
      averageLength: number("avg_length"),
      lengthControlledWinRate: number("length_controlled_winrate"),
      coefficients: model == null ? null : { length: length ?? 0, difficulty: difficulty ?? 0, model },
    };
  });
}
