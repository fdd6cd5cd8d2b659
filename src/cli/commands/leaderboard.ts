import { type LeaderboardRequest, leaderboardOptions } from "../../pipeline/leaderboard-request.js";
import { option, under } from "../../pipeline/options/option-table.js";
import type { Report } from "../../report/report.js";
import { defineCommand } from "../define-command.js";
import { outputOptions } from "../options/output-options.js";
import { type OutputOptions, printNote, printReport } from "../run/print-report.js";
import { raiseExitCode } from "../run/raise-exit-code.js";

interface LeaderboardOutput extends OutputOptions {
  readonly check?: string;
}

export const leaderboardCommand = defineCommand<LeaderboardRequest, LeaderboardOutput>({
  request: leaderboardOptions,
  options: {
    ...under("Options:", "any", {
      check: option("<file>", "exit 10 if this stored leaderboard would change; its name says its format"),
    }),
    ...outputOptions,
  },
  examples: [
    "lceval leaderboard 'annotations/*.json'",
    "lceval leaderboard result.json --published alpaca_eval_2",
    "lceval leaderboard 'annotations/*.json' --matrix -o matrix.csv",
    "lceval leaderboard votes.jsonl --round-robin --annotators annotator --gold majority",
  ],
  run: async (request, options) => {
    const report = request.roundRobin ? await reportGames(request) : await reportRanking(request);
    if (options.check === undefined) return printReport(report, options);
    await checkStored(report, options.check, options);
  },
});

async function reportRanking(request: LeaderboardRequest): Promise<Report> {
  const { leaderboard } = await import("../../pipeline/leaderboard.js");
  const { reportLeaderboard } = await import("../../report/leaderboard/leaderboard-report.js");
  return reportLeaderboard(await leaderboard(request));
}

async function reportGames(request: LeaderboardRequest): Promise<Report> {
  const { roundRobin } = await import("../../pipeline/round-robin.js");
  const { reportRoundRobin } = await import("../../report/leaderboard/round-robin-report.js");
  return reportRoundRobin(await roundRobin(request));
}

async function checkStored(report: Report, path: string, options: OutputOptions): Promise<void> {
  const { compareWithStored } = await import("../../pipeline/outputs/write-report.js");
  const changes = await compareWithStored(report, path, options.format);
  if (changes.length === 0) return printNote(`${path} would not change`, options);
  process.stderr.write(`${path} would change:\n${changes.join("\n")}\n`);
  raiseExitCode("requirementFailed");
}
