import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { analyzeCorrelation } from "../../../src/pipeline/analyze/correlation.js";
import { describeWithShared, shared } from "../../shared-data.js";
import { temporaryFolder } from "../../temporary-folder.js";

const folder = temporaryFolder();
const write = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

describeWithShared("correlation with Chatbot Arena's Elo of February 2024", () => {
  const analyze = () =>
    analyzeCorrelation({
      scores: shared("arena/benchmarks.csv")!,
      ranking: shared("arena/benchmarks.csv")!,
      scoreColumns: ["LC AlpacaEval 2.0", "AlpacaEval 2.0"],
      rankColumn: "Arena Elo [Feb 2, 2024]",
      replicates: 10_000,
    });

  it("is .9746 length-controlled and .9305 raw over 37 models, with the intervals of numpy's percentile bootstrap", async () => {
    const { scores, differences, unreadableRows } = await analyze();
    expect(unreadableRows.map(({ row }) => row)).toEqual([20, 21, 43]);
    const [controlled, raw] = scores.map(({ correlations }) => correlations.spearman);
    expect(scores.map(({ models }) => models)).toEqual([37, 37]);
    expect(controlled!.estimate).toBeCloseTo(0.9746, 4);
    expect(raw!.estimate).toBeCloseTo(0.9305, 4);
    // Two runs of 10,000 replicates differ by some .002 at these ends, more at the far ends of skewed ones.
    expect(controlled!.percentile!.lower).toBeCloseTo(0.934, 2);
    expect(controlled!.percentile!.upper).toBeCloseTo(0.986, 2);
    expect(Math.abs(raw!.percentile!.lower - 0.819)).toBeLessThan(0.01);
    expect(raw!.percentile!.upper).toBeCloseTo(0.977, 2);
    const difference = differences[0]!.correlations.spearman;
    expect(difference.estimate).toBeCloseTo(0.044, 3);
    expect(Math.abs(difference.percentile!.lower - -0.01)).toBeLessThan(0.004);
    expect(Math.abs(difference.percentile!.upper - 0.136)).toBeLessThan(0.01);
    expect(difference.percentile!.lower).toBeLessThan(0);
  });
});

describe("analyze correlation", () => {
  const scores = write(
    "scores.csv",
    ",win_rate,standard_error,length_controlled_winrate,length_controlled_lower,length_controlled_upper\n" +
      "a,10,1,12,10,14\nb,20,1,13,11,15\nc,30,8,35,30,40\nd,40,1,,,\n",
  );
  const ranking = write("ranking.csv", "model,rank\na,3\nb,2\nc,1\ne,4\n");

  it("turns a ranking in which 1 is best, counts the unmatched, and uses the intervals that it finds", async () => {
    const analysis = await analyzeCorrelation({
      scores,
      ranking,
      scoreColumns: ["win_rate", "length_controlled_winrate"],
      rankColumn: "Rank",
      isRankAscending: true,
      replicates: 100,
    });
    const [raw, controlled] = analysis.scores;
    expect(raw!.correlations.kendallTauB.estimate).toBeCloseTo(1, 14);
    // 10 ± 2 | 20 ± 2 | 30 ± 16: the last two overlap.
    expect(raw!.separability!.value).toBeCloseTo(2 / 3, 14);
    expect(controlled!.separability!.value).toBeCloseTo(2 / 3, 14);
    expect(controlled!.agreement!.value).toBeCloseTo(2 / 3, 14);
    expect(analysis.unmatched).toEqual({ withoutScore: ["e"], withoutRank: ["d"] });
    expect(analysis.differences).toMatchObject([{ models: 3 }]);
  });

  it("names the columns that there are, and refuses two models", async () => {
    const request = { scores, ranking, scoreColumns: ["win_rate"], rankColumn: "elo" };
    await expect(analyzeCorrelation(request)).rejects.toMatchObject({
      message: expect.stringContaining('no column "elo"'),
      hint: 'Columns: "model", "rank".',
    });
    const short = write("short.csv", "model,rank\na,3\nb,2\n");
    await expect(analyzeCorrelation({ ...request, ranking: short, rankColumn: "rank" })).rejects.toThrow(
      /only 2 models/,
    );
    const twice = write("twice.csv", "model,rank\na,3\na,2\nb,x\n");
    await expect(analyzeCorrelation({ ...request, ranking: twice, rankColumn: "rank" })).rejects.toThrow(
      /"a" stands on an earlier row too[\s\S]*expected a number/,
    );
  });
});
