import { type OptionTable, option, tableArgument, toggle, under } from "../../options/option-table.js";
import { anyText, names, orRows, type TableInput } from "../../options/option-values.js";
import { type BootstrapOptions, bootstrapOptions, modelColumnOption } from "../../options/shared-options.js";

export interface AnalyzeCorrelationRequest extends BootstrapOptions {
  /** A file with a row a model, or a result of `score -o`; may be the ranking's own file. */
  readonly scores: TableInput;
  /** The ranking's file. */
  readonly ranking: TableInput;
  /** Each against the ranking, and the first against every other. */
  readonly scoreColumns?: readonly string[] | undefined;
  /** Higher is better, as an Elo rating; see `isRankAscending`. */
  readonly rankColumn: string;
  /** 1 is the best. */
  readonly isRankAscending?: boolean | undefined;
  /** Where the names are not in `generator`, `model` or the first column. */
  readonly modelColumn?: string | undefined;
}

export const correlationOptions = {
  scores: tableArgument("<scores>", "a file with a row a model, or a result of `score -o`"),
  ...under("Options:", "any", {
    ranking: option("<ranking>", "the ranking's file; may be the same one", orRows(anyText()), {
      flag: "--with <ranking>",
      required: true,
    }),
    scoreColumns: option("<names>", "each against the ranking, the first against every other", names(), {
      default: ["length_controlled_winrate", "win_rate"],
    }),
    rankColumn: option("<name>", "the ranking's values; higher is better, as for an Elo rating", anyText(), {
      required: true,
    }),
    isRankAscending: { ...toggle("lower is better: 1 is the first rank"), flag: "--rank-ascending" },
  }),
  modelColumn: modelColumnOption,
  ...bootstrapOptions,
} satisfies OptionTable<AnalyzeCorrelationRequest>;
