import { describe, expect, it } from "vitest";
import { namedJudge } from "../../../src/length-control/judge-identity.js";
import { computeRankSets } from "../../../src/metrics/comparison/rank-sets.js";
import { measureMean } from "../../../src/metrics/rates/rate-evidence.js";
import { byRate, knownRate, type ScoredModel } from "../../../src/metrics/score/scored-model.js";
import { clusterBy } from "../../../src/numerics/clusters.js";

/** A model whose rows are its preferences for instructions q0, q1, … */
function modelOf(generator: string, preferences: readonly number[]): ScoredModel {
  const ids = preferences.map((_, i) => `q${i}`);
  const rows = ids.map((id, i) => ({
    instructionId: id,
    cluster: id,
    preference: preferences[i]!,
    baselineLength: null,
    modelLength: null,
    identical: false,
  }));
  const n = preferences.length;
  const clusters = clusterBy(ids, (id) => id);
  const raw = knownRate(measureMean(Float64Array.from(preferences), clusters));
  return {
    generator,
    baseline: "b",
    annotator: "j",
    judgedBy: namedJudge("j"),
    recipe: "r",
    difficultySource: "d",
    warnings: [],
    clusters: n,
    unjudged: 0,
    intervals: byRate(() => null),
    bounds: byRate(() => null),
    coefficients: null,
    difficulties: null,
    rescore: null,
    rates: { raw, lengthControlled: null },
    rows,
  };
}
const wins = (share: number, n = 200) =>
  Array.from({ length: n }, (_, i) => ((i * 7919) % n < share * n ? 1 : 0));

describe("rank sets", () => {
  it("separate what differs and keep together what does not", () => {
    const models = [modelOf("low", wins(0.1)), modelOf("high", wins(0.8)), modelOf("also low", wins(0.105))];
    expect(computeRankSets(models, "raw", 0.95)!.sets).toEqual([
      { generator: "low", best: 2, worst: 3 },
      { generator: "high", best: 1, worst: 1 },
      { generator: "also low", best: 2, worst: 3 },
    ]);
  });

  it("do not depend on the order of the models", () => {
    const models = [0.2, 0.35, 0.5, 0.5].map((share, i) => modelOf(`m${i}`, wins(share)));
    const forwards = computeRankSets(models, "raw", 0.9)!.sets;
    const backwards = computeRankSets([...models].reverse(), "raw", 0.9)!.sets;
    expect([...backwards].reverse()).toEqual(forwards);
  });

  it("tell models apart whose rows never vary, and not two that always win", () => {
    const models = [modelOf("always", wins(1)), modelOf("too", wins(1)), modelOf("never", wins(0))];
    expect(computeRankSets(models, "raw", 0.95)!.sets.map(({ best, worst }) => [best, worst])).toEqual([
      [1, 2],
      [1, 2],
      [3, 3],
    ]);
  });

  it("are null where a model has no influence values, and [1, 1] for one model alone", () => {
    const model = modelOf("m", wins(0.5));
    expect(computeRankSets([model, { ...model, rows: null }], "raw", 0.95)).toBeNull();
    expect(computeRankSets([model], "lengthControlled", 0.95)).toBeNull();
    expect(computeRankSets([model], "raw", 0.95)!.sets).toEqual([{ generator: "m", best: 1, worst: 1 }]);
  });
});
