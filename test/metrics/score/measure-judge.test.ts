import { describe, expect, it } from "vitest";
import type { JudgementOfPair, Observation } from "../../../src/length-control/observation.js";
import { ObservationColumns } from "../../../src/length-control/observation-columns.js";
import { measureJudge } from "../../../src/metrics/score/measure-judge.js";

const row = (preference: number | null, more: Partial<Observation> = {}): Observation => ({
  instructionId: "q",
  cluster: "q",
  preference,
  baselineLength: 1,
  modelLength: 1,
  identical: false,
  ...more,
});
const said = (preference: number | null, more: Partial<JudgementOfPair> = {}): JudgementOfPair => ({
  preference,
  order: null,
  juror: null,
  repeat: 0,
  ...more,
});
const both = (baselineFirst: number, modelFirst: number) =>
  row((baselineFirst + modelFirst) / 2, {
    judgements: [
      said(baselineFirst, { order: "baseline-first" }),
      said(modelFirst, { order: "model-first" }),
    ],
  });

const measure = (rows: readonly Observation[]) => measureJudge(ObservationColumns.of(rows));

describe("measureJudge", () => {
  it("says nothing where the file says nothing", () => {
    expect(measure([row(1), row(0), row(null)])).toEqual({
      judgements: 2,
      jurors: 1,
      firstPositionRate: null,
      ordered: 0,
      flipRate: null,
      bothOrders: 0,
      jurorAgreement: null,
      repeatSd: null,
      instructionSd: null,
    });
  });

  it("counts first positions over single verdicts, ties half, without identical answers", () => {
    const rows = [
      row(1, { order: "model-first" }),
      row(0, { order: "model-first" }),
      row(0.2, { order: "baseline-first" }),
      row(0.5, { order: "baseline-first" }),
      row(0.5, { order: "baseline-first", identical: true }),
      row(null, { order: "model-first" }),
    ];
    expect(measure(rows)).toMatchObject({ firstPositionRate: 2.5 / 4, ordered: 4, flipRate: null });
  });

  it("counts flips: another winner, or a tie in one order only", () => {
    const rows = [both(1, 1), both(0.9, 0.6), both(1, 0), both(0.5, 1), both(0.5, 0.5)];
    expect(measure(rows)).toMatchObject({ flipRate: 2 / 5, bothOrders: 5 });
  });

  it("compares orders within a juror and a repeat only", () => {
    const judgements = [
      said(1, { order: "baseline-first", juror: "a" }),
      said(0, { order: "model-first", juror: "b" }),
      said(0, { order: "model-first", juror: "a", repeat: 1 }),
    ];
    expect(measure([row(0.3, { judgements })])).toMatchObject({ flipRate: null, ordered: 3 });
  });

  it("averages the agreement of jurors over the pairs", () => {
    const rows = [
      row(1, { votes: [1, 0.9, 0] }),
      row(0, { votes: [0, 0.1, null] }),
      row(1, { votes: [1, null, null] }),
    ];
    expect(measure(rows).jurorAgreement).toBeCloseTo((1 / 3 + 1) / 2, 12);
  });

  // balanced one-way layout: σ² = mean square within; Var(means) − σ²/m between (Searle, Casella & McCulloch 1992, §3.6)
  it("splits the spread of repeated verdicts into the judge's and the instructions'", () => {
    const groups = [
      [0.2, 0.4],
      [0.7, 0.5],
      [0.9, 1],
    ];
    const rows = groups.map((values) =>
      row((values[0]! + values[1]!) / 2, { judgements: values.map((y, repeat) => said(y, { repeat })) }),
    );
    // within: (0.02 + 0.02 + 0.005) / 3; means 0.3, 0.6, 0.95: variance 0.105833…
    expect(measure(rows).repeatSd).toBeCloseTo(Math.sqrt(0.015), 12);
    expect(measure(rows).instructionSd).toBeCloseTo(Math.sqrt(0.10583333333333333 - 0.0075), 12);
  });

  it("takes one time with its orders for one verdict, and leaves out times of which an order failed", () => {
    const judgements = [
      said(1, { order: "baseline-first" }),
      said(0.6, { order: "model-first" }),
      said(0.9, { order: "baseline-first", repeat: 1 }),
      said(0.5, { order: "model-first", repeat: 1 }),
      said(0, { order: "model-first", repeat: 2 }),
    ];
    expect(measure([row(0.75, { judgements })]).repeatSd).toBeCloseTo(Math.sqrt(0.005), 12);
  });
});
