import { type Command, InvalidArgumentError, Option } from "@commander-js/extra-typings";
import type { Report } from "../../report/report.js";
import { addCommonOptions } from "../options/common-options.js";
import {
  addFitOptions,
  addOutputOptions,
  addRowsOption,
  type FitCommandOptions,
} from "../options/score-options.js";
import { type OutputOptions, printNote, printReport } from "../run/print-report.js";
import { raiseExitCode } from "../run/raise-exit-code.js";

export function defineLeaderboard(leaderboard: Command): void {
  const command = leaderboard.argument("<models...>", "annotation files, or results written with score -o");
  addRowsOption(addFitOptions(command))
    .option("--baseline <name>", "rates against this model, from the fits' coefficients")
    .option("--matrix", "the rate of every model against every other")
    .option(
      "--elo [anchor=rating]",
      "ratings on the Elo scale; the anchor is the baseline at 1000 unless given",
      parseAnchor,
    )
    .addOption(
      new Option("--published <board>", "place the models among the published ones").choices([
        "alpaca_eval_2",
        "alpaca_eval_1",
      ]),
    )
    .option("--check <file>", "exit 10 if this stored leaderboard would change; its name says its format");
  addOutputOptions(command).action(async (models, options) => {
    await rankAndReport(models, options as unknown as LeaderboardCommandOptions);
  });
  addCommonOptions(command);
}

interface Anchor {
  readonly anchor?: string;
  readonly rating: number;
}

interface LeaderboardCommandOptions extends FitCommandOptions, OutputOptions {
  readonly baseline?: string;
  readonly matrix?: true;
  readonly elo?: Anchor | true;
  readonly published?: "alpaca_eval_2" | "alpaca_eval_1";
  readonly check?: string;
  readonly rows?: "shared" | "own";
}

const defaultAnchor: Anchor = { rating: 1000 };

async function rankAndReport(models: readonly string[], options: LeaderboardCommandOptions): Promise<void> {
  const [{ leaderboard }, { reportLeaderboard }] = await Promise.all([
    import("../../pipeline/leaderboard.js"),
    import("../../report/leaderboard/leaderboard-report.js"),
  ]);
  const { baseline, matrix, published, rows } = options;
  const elo = options.elo === true ? defaultAnchor : options.elo;
  const ranked = await leaderboard({ ...options, models, baseline, matrix, published, elo, rows });
  const report = reportLeaderboard(ranked);
  if (options.check === undefined) return printReport(report, options);
  await checkStored(report, options.check, options);
}

async function checkStored(report: Report, path: string, options: LeaderboardCommandOptions): Promise<void> {
  const { compareWithStored } = await import("../../pipeline/outputs/write-report.js");
  const changes = await compareWithStored(report, path, options.format);
  if (changes.length === 0) return printNote(`${path} would not change`, options);
  process.stderr.write(`${path} would change:\n${changes.join("\n")}\n`);
  raiseExitCode("requirementFailed");
}

function parseAnchor(text: string): Anchor {
  const at = text.lastIndexOf("=");
  const rating = Number(text.slice(at + 1));
  if (at < 1 || text.slice(at + 1).trim() === "" || !Number.isFinite(rating))
    throw new InvalidArgumentError("write the anchor's name and its rating: gpt-4=1000.");
  return { anchor: text.slice(0, at), rating };
}
