// A scored model and its record, there and back: what a fresh score says of itself, its file says too.
import { expect, it } from "vitest";
import { fromScoreRecord } from "../../../src/io/wire/score-result/from-score-record.js";
import { scoreRecords } from "../../../src/io/wire/score-result/score-record.js";
import { toInfluenceRecord } from "../../../src/io/wire/score-result/to-influence-record.js";
import { toScoreRecord } from "../../../src/io/wire/score-result/to-score-record.js";
import { scoreModel } from "../../../src/metrics/score/score-model.js";
import type { ScoredModel } from "../../../src/metrics/score/scored-model.js";
import { recordOf, storedModel } from "../../../src/pipeline/models/stored-model.js";
import { scoreDefaults } from "../../../src/pipeline/score/score-request.js";

const rows = Array.from({ length: 90 }, (_, i) => ({
  instructionId: `q${i}`,
  ...(i % 2 === 0 && { textId: `t${i}` }),
  cluster: `c${i % 40}`,
  preference: i % 17 === 0 ? null : ((i * 7919) % 101) / 100,
  baselineLength: 100 + ((i * 37) % 50),
  modelLength: i % 29 === 0 ? 100 : 100 + ((i * 53) % 60),
  identical: false,
}));
const score = (of: typeof rows, generator = "model") =>
  scoreModel(
    { generator, baseline: "base", annotator: "judge", rows: of },
    { ...scoreDefaults, calibration: null, mode: "auto" },
  );

/** As a file holds it. */
const recordsOf = (scored: ReturnType<typeof score>) => {
  const result = { ...toScoreRecord(scored), influence: toInfluenceRecord(scored) };
  return scoreRecords.parse(JSON.parse(JSON.stringify({ schema_version: 1, results: [result] }))).results[0]!;
};

/** What a stored model says of itself, without how it is made anew. */
const dataOf = ({
  generator,
  baseline,
  annotator,
  judgedBy,
  recipe,
  difficultySource,
  ...model
}: ScoredModel) => ({
  ...{ generator, baseline, annotator, judgedBy, recipe, difficultySource },
  ...{ clusters: model.clusters, unjudged: model.unjudged, warnings: model.warnings },
  rates: [model.rates.raw, model.rates.lengthControlled].map((rate) => rate && { shift: 0, ...rate }),
  intervals: model.intervals,
  bounds: model.bounds,
  coefficients: model.coefficients?.values,
  rows: model.rows?.map(({ instructionId, cluster, preference, baselineLength, modelLength }) => ({
    ...{ instructionId, cluster, preference, baselineLength, modelLength },
  })),
});

/** Equal but for the last digits, which percent may cost. */
function expectAlike(one: unknown, other: unknown, at = "model"): void {
  if (typeof one === "number" && typeof other === "number" && !Number.isNaN(one)) {
    expect(Math.abs(one - other), at).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(one)));
    return;
  }
  if (typeof one !== "object" || one === null) {
    expect(other, at).toEqual(one);
    return;
  }
  expect(Object.keys(other as object).sort(), at).toEqual(Object.keys(one).sort());
  for (const [key, member] of Object.entries(one))
    expectAlike(member, (other as Record<string, unknown>)[key], `${at}.${key}`);
}

it.each([
  ["with a fit, missing verdicts and clusters", rows, "model"],
  ["that never varies", rows.slice(0, 30).map((row) => ({ ...row, preference: 1 })), "model"],
  ["that is the baseline", rows, "base"],
])("a model %s is read as it was scored", (_, of, generator) => {
  const scored = score(of, generator);
  expectAlike(dataOf(scored), dataOf(fromScoreRecord(recordsOf(scored))));
});

it("a record is made anew from the rows that it holds", async () => {
  const record = recordsOf(score(rows));
  const stored = await storedModel(record, { difficulty: "none" });
  expect(recordOf(stored)).toBe(record);
  const anew = stored.rescore!({});
  expectAlike(toScoreRecord(anew).length_controlled_winrate, record.length_controlled_winrate);
  expectAlike(toInfluenceRecord(anew), record.influence);
});
