// Journals of every shipped judge, in both orders and with repeats, of a pool and of juries: whatever reads judgements takes
// them, finds the same rows, and warns of nothing that the file means.
import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { analyzeAgreement } from "../../../src/pipeline/analyze/agreement.js";
import { analyzeJudge } from "../../../src/pipeline/analyze/judge.js";
import { annotate } from "../../../src/pipeline/annotate/annotate.js";
import { calibrate } from "../../../src/pipeline/calibrate.js";
import { compare } from "../../../src/pipeline/compare.js";
import { convertAnnotations } from "../../../src/pipeline/convert.js";
import { leaderboard } from "../../../src/pipeline/leaderboard.js";
import { buildReport } from "../../../src/pipeline/report-page/page-request.js";
import { score } from "../../../src/pipeline/score/score.js";
import { verifyFile } from "../../../src/pipeline/verify/verify.js";
import { type JudgeServer, startJudgeServer } from "../../judge-server.js";
import { answersWorth, replyAsJudge, scriptedReplies } from "../../scripted-judge.js";
import { rowsFolder } from "../../temporary-folder.js";

const folder = rowsFolder();
let server: JudgeServer;
beforeAll(async () => {
  server = await startJudgeServer(replyAsJudge);
});
afterAll(() => server.close());

const count = 12;
const worths = (step: number) => Array.from({ length: count }, (_, i) => 1 + ((step * i + 3) % 9));
const baseline = folder.write("baseline.jsonl", answersWorth("base", worths(4)));
const models = ["one", "two"].map((name, at) =>
  folder.write(`${name}.jsonl`, answersWorth(name, worths(5 + 2 * at))),
);

function writePanel(name: string, kind: object, members: readonly string[]): string {
  mkdirSync(folder.path(name), { recursive: true });
  const judge = {
    ...{ schema_version: 1, description: "d", comparable: "c", order: "both", ...kind },
    members: members.map((member) => ({ judge: member, model: member })),
  };
  writeFileSync(join(folder.path(name), "judge.json"), JSON.stringify(judge));
  return folder.path(name);
}

const three = ["verdict", "cot", "two-score"];
const judges: Readonly<Record<string, object>> = {
  offline: { judge: "offline" },
  ...Object.fromEntries(
    Object.keys(scriptedReplies).flatMap((judge) => [
      [`${judge}, both orders`, { judge, judgeModel: judge, order: "both" }],
      [
        `${judge}, one order, asked twice`,
        { judge, judgeModel: judge, order: judge === "score" ? "both" : "random", repeat: 2 },
      ],
    ]),
  ),
  "a pool": { judge: writePanel("pool", { kind: "pool" }, three) },
  "a jury by majority": { judge: writePanel("majority", { kind: "jury", combine: "majority" }, three) },
  "a jury by the mean, asked twice": {
    judge: writePanel("mean", { kind: "jury", combine: "mean" }, three),
    repeat: 2,
  },
};

/** What is said of files, and of what they lack. */
const ofFiles =
  /^(torn-lines|repeated-lines|non-finite|served-model|unjudged|one-sided|unknown-judge|label-share)/;

it.each(Object.entries(judges))("%s", async (name, how) => {
  const output = folder.path(`${name.replace(/\W+/g, "-")}.jsonl`);
  const summary = await annotate({
    ...{ modelOutputs: models, baseline, output, baseUrl: server.baseUrl, store: "none" },
    ...(how as { judge: string }),
  });
  expect(summary).toMatchObject({ outcome: "done", unjudged: 0 });
  const request = { difficulty: "none", level: 0.9 } as const;

  const scores = await score({ annotations: [output], ...request });
  expect(scores.map(({ generator, coverage }) => [generator, coverage.rows])).toEqual([
    ["one", count],
    ["two", count],
  ]);
  const warned = scores.flatMap(({ warnings }) => warnings);
  expect(warned.filter((warning) => ofFiles.test(warning))).toEqual([]);

  const alone = await Promise.all(
    ["one", "two"].map(async (model) => {
      const lines = folder.read(basename(output)).filter((line) => line.generator_2 === model);
      return folder.write(`${name.replace(/\W+/g, "-")}-${model}.jsonl`, lines);
    }),
  );
  const found = await compare({ models: alone, ...request });
  if (found.kind !== "pair") throw new Error(found.kind);
  expect(found.comparison.overlap).toMatchObject({ shared: count, onlyFirst: 0, onlySecond: 0 });
  expect(found.comparison.differences.raw!.difference).toBeCloseTo(
    scores[0]!.winRate.rate - scores[1]!.winRate.rate,
    12,
  );
  expect((await leaderboard({ models: [output], ...request })).models).toHaveLength(2);
  await expect(buildReport({ inputs: [output], difficulty: "none" })).resolves.toBeDefined();
  await expect(calibrate({ annotations: [output] })).resolves.toBeDefined();
  await expect(analyzeJudge({ annotations: [output] })).resolves.toBeDefined();
  const humans = folder.write(
    "humans.jsonl",
    ["one", "two"].flatMap((generator) =>
      Array.from({ length: count }, (_, i) => ({ instruction: `q${i}`, generator, preference: 1 + (i % 2) })),
    ),
  );
  const { agreement } = await analyzeAgreement({
    judgements: output,
    humans,
    scale: "1..2",
    interval: "none",
  });
  expect(agreement.items).toBe(count);

  for (const format of ["json", "csv", "jsonl"]) {
    const converted = folder.path(`converted.${format}`);
    await convertAnnotations({ input: output, output: converted });
    const again = await score({ annotations: [converted], ...request });
    expect(again.map(({ winRate }) => winRate.rate)).toEqual(scores.map(({ winRate }) => winRate.rate));
  }
  const { checks, isVerified } = await verifyFile({ file: output });
  expect(checks.filter(({ state }) => state === "problem")).toEqual([]);
  expect(isVerified).toBe(true);
});
