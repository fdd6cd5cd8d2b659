import { describe, expect, it } from "vitest";
import { compareLabelSets } from "../../../src/metrics/agreement/label-sets.js";
import { measureAgreement } from "../../../src/metrics/agreement/measure-agreement.js";
import {
  estimateRateWithPredictions,
  labelsForHalfWidth,
} from "../../../src/metrics/agreement/prediction-powered.js";
import { measureBiases } from "../../../src/metrics/judge-bias/describe-judge.js";
import type { Judgement } from "../../../src/metrics/judge-bias/judgement.js";
import { bootstrap, bootstrapDefaults } from "../../../src/metrics/rates/bootstrap.js";
import { reportAgreement } from "../../../src/report/analyze/agreement-report.js";
import { reportCorrelation } from "../../../src/report/analyze/correlation-report.js";
import { reportGameability } from "../../../src/report/analyze/gameability-report.js";
import { reportHumanBudget } from "../../../src/report/analyze/human-budget-report.js";
import { reportJudge } from "../../../src/report/analyze/judge-report.js";
import { bar, fixed, percentRange, pValueText } from "../../../src/report/figure-text.js";
import { json } from "../../../src/report/formats/json.js";
import { table } from "../../../src/report/formats/table.js";
import type { Report } from "../../../src/report/report.js";
import { snakeCaseKeys } from "../../../src/report/snake-case-keys.js";

/** As people and as scripts see it: rows as wide as their header, and nowhere a NaN. */
async function render(report: Report): Promise<string> {
  for (const { columns, rows } of report.sections)
    for (const row of rows) expect(row).toHaveLength(columns.length);
  for (const record of report.records)
    for (const value of Object.values(record)) if (typeof value === "number") expect(value).not.toBeNaN();
  const text = await table(report, { color: false });
  expect(text + (await json(report, { color: false }))).not.toMatch(/NaN|Infinity|\bundefined\b|\[object/);
  return text;
}

const settings = { ...bootstrapDefaults, replicates: 50 };
const constant = (value: number) => bootstrap({ ...settings, units: 4, statistics: () => [value] })[0]!;
const between = (estimate: number, lower: number, upper: number) => ({
  estimate,
  standardError: 0.1,
  percentile: { lower, upper },
  bca: { lower, upper },
  reason: null,
  undefinedReplicates: 0,
});

describe("the correlation report", () => {
  const estimates = { spearman: constant(0.9), kendallTauB: constant(0.8), pearson: constant(0.7) };
  const report = (difference: ReturnType<typeof between>) =>
    reportCorrelation({
      ...settings,
      rankColumn: "Arena Elo\n[Feb]",
      scores: [{ column: "lc", models: 37, correlations: estimates, separability: null, agreement: null }],
      differences: [
        {
          first: "lc",
          second: "raw",
          models: 37,
          correlations: { ...estimates, spearman: difference },
        },
      ],
      unmatched: { withoutScore: ["x"], withoutRank: [] },
      unreadableRows: [{ file: "f.csv", row: 3, message: "has 4 cells" }],
    });

  it("says whether a difference is significant, and when the intervals disagree about it", async () => {
    expect(await render(report(between(0.044, -0.01, 0.136)))).toMatch(/is not significant with 37 models\./);
    expect(await render(report(between(0.044, 0.01, 0.136)))).toMatch(/is significant with 37 models\./);
    const torn = { ...between(0.044, -0.01, 0.136), bca: { lower: 0.001, upper: 0.18 } };
    const text = await render(report(torn));
    expect(text).toMatch(/not significant with 37 models \(the two kinds of interval disagree about it\)/);
    expect(text).toContain("! unreadable-row: f.csv, row 3: has 4 cells; left out");
  });
});

describe("the agreement report", () => {
  const meaning = new Map([
    ["model", 1],
    ["tie", 0.5],
    ["baseline", 0],
  ]);
  const items = ["model", "baseline", "model", null, "tie", "baseline"].map((judge, i) => ({
    cluster: `i${i}`,
    judge,
    humans: ["model", "model", i % 2 === 0 ? "model" : "baseline"],
  }));
  const report = (preferenceByLabel: typeof meaning | null) =>
    reportAgreement({
      ...settings,
      gold: "majority",
      unparsable: "miss",
      agreement: measureAgreement(items, {
        ...settings,
        gold: "majority",
        unparsable: "miss",
        tieLabel: "tie",
        preferenceByLabel,
      }),
      inferredScale: null,
      labelSets: compareLabelSets(["a", "b"], ["a", "Tie"]),
      unread: [{ label: "?", count: 1 }],
      unmatched: { judgements: 2, humans: 1 },
      costs: { pricePer1000Usd: 12.5, secondsPer1000: null },
    });

  it("states its rules and counts what is left out", async () => {
    const text = await render(report(meaning));
    expect(text).toContain("unparsable answers (1) are a miss for the gold label");
    expect(text).toContain("Recorded: 12.50 USD per 1,000.");
    expect(text).toContain('! unparsable: 1 answers hold no label ("?" ×1); they are a miss');
    expect(text).toContain('! foreign-labels: never gold, but given by the judge: "Tie" ×1');
    expect(text).toContain('! absent-labels: gold, but never given by the judge: "b" ×1');
    expect(text).toContain("! unmatched: 2 judgements have no human label");
    expect(await render(report(null))).not.toContain("Calibration");
  });
});

describe("the judge report", () => {
  const row = (i: number): Judgement => ({
    generator: "gpt-3.5",
    baseline: "b",
    judgeModel: "gpt-4o",
    cluster: `c${i}`,
    pair: `p${i}`,
    repeat: 0,
    preference: i % 2 === 0 ? 0.2 + i / 500 : 0.8 - i / 500,
    unjudgedReason: null,
    order: i % 2 === 0 ? "model-first" : "baseline-first",
    differences: { length: 10 * (i - 20), list_items: i % 3 },
    hasLogprobs: false,
  });
  const analyze = (judgements: Judgement[]) =>
    reportJudge({
      annotators: ["gpt-4o"],
      order: "recorded",
      level: 0.95,
      description: measureBiases(judgements, 0.95),
      costs: { priced: 0, meanPriceUsd: null, timed: 0, meanSeconds: null },
    });

  it("warns of position bias, kinship and missing log-probabilities", async () => {
    const report = analyze(Array.from({ length: 40 }, (_, i) => row(i)));
    await render(report);
    expect(report.warnings.map((warning) => warning.split(":")[0])).toEqual([
      "position-bias",
      "self-preference",
      "no-logprobs",
    ]);
  });

  it("can be made of a single row, and of none", async () => {
    expect(await render(analyze([row(0)]))).toContain("1 model, 1 instruction");
    await render(analyze([]));
  });
});

describe("the gameability report", () => {
  it("compares the spreads", async () => {
    const summary = {
      ...{ kind: null, models: 1, first: constant(0.7), second: constant(0.2), ratio: constant(3.5) },
      ofEquals: [{ floor: 0.05, pValue: 0.01 }, null],
    } as const;
    const text = await render(
      reportGameability({
        ...settings,
        columns: ["win_rate", "lc"],
        models: [
          {
            model: "m",
            generators: ["m_concise", "m"],
            values: [
              [1, 3],
              [2, null],
            ],
            spreads: [
              { value: 0.7, reason: null },
              { value: null, reason: "fewer than two variants" },
            ],
          },
        ],
        spread: summary,
        kinds: [{ ...summary, kind: "concise" }],
        scale: { models: 9, ratio: 0.5 },
        truncation: [
          { generator: "m", raw: { before: 0.5, after: 0.2 }, lengthControlled: null, kept: 3, rows: 9 },
        ],
      }),
    );
    expect(text).toContain("win_rate spreads so many times as far as lc: concise 3.50");
    expect(text).toMatch(/concise +win_rate +1 +70\.0 +\[70\.0, 70\.0\] +5\.0 +0\.0100/);
    expect(text).toContain("No floor of lc");
    expect(text).toContain("here 0.500 over 9: concise 10.0, all 10.0");
    expect(text).toMatch(/3 of 9 +50\.00 +20\.00 +−30\.00 +– +– +–/);
  });
});

describe("the human-budget report", () => {
  it("warns of few labels, and says when no number of labels would do", async () => {
    const values = [0, 1, 1, 0, 1];
    const centred = { estimate: 0.6, influence: values.map((value) => value - 0.6) };
    const { estimate } = estimateRateWithPredictions({
      human: centred,
      judge: centred,
      unlabelled: centred,
      level: 0.95,
    })!;
    const request = { humanVariance: 0.3, correlation: 1, total: 10, halfWidth: 0.03, level: 0.95 };
    const rate = {
      estimate,
      labelsNeeded: labelsForHalfWidth(request),
      labelsNeededWithoutJudge: labelsForHalfWidth(request),
    };
    const report = reportHumanBudget({
      level: 0.95,
      halfWidth: 0.03,
      models: [
        {
          generator: "m",
          labelled: 5,
          unlabelled: 5,
          judgeOnly: { raw: 0.6, lengthControlled: null },
          raw: rate,
          lengthControlled: null,
          reason: "no lengths",
        },
      ],
      unmatchedLabels: 2,
    });
    expect(report.document).toMatchObject({
      half_width: 3,
      models: [
        { judge_only: { raw: 60 }, raw: { estimate: { tuned: { estimate: expect.closeTo(60, 9) } } } },
      ],
    });
    expect(await render(report)).toContain("labels on all 10 judged units would not do");
    expect(report.warnings.map((warning) => warning.split(":")[0])).toEqual([
      "unmatched-labels",
      "few-labels",
      "no-length-control",
    ]);
  });
});

describe("cells", () => {
  it("say what does not exist", () => {
    expect([fixed(null), fixed(Number.POSITIVE_INFINITY), percentRange(null), pValueText(null)]).toEqual([
      "–",
      "–",
      "–",
      "–",
    ]);
    expect([fixed(0.12345), percentRange({ lower: 0.1, upper: 0.25 }), pValueText(1e-9)]).toEqual([
      "0.123",
      "[10.0, 25.0]",
      "< 0.0001",
    ]);
    expect([bar(0), bar(0.5), bar(1), bar(null)]).toEqual(["", "█".repeat(10), "█".repeat(20), ""]);
  });
});

describe("keys of documents", () => {
  it("are snake_case at every depth, typed arrays are arrays", () => {
    expect(
      snakeCaseKeys({
        aB: [{ cDe: null }],
        adjustedPValue: 1,
        Kept: 1,
        n: Float64Array.of(1),
        "missing-logprobs": 2,
      }),
    ).toEqual({
      a_b: [{ c_de: null }],
      adjusted_p_value: 1,
      Kept: 1,
      n: [1],
      "missing-logprobs": 2,
    });
  });
});
