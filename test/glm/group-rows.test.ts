// Rows of equal x fitted as one: the same coefficients and the same cross-validation, row for row.
import { expect, it } from "vitest";
import { pythonRandom } from "../../src/core/python-random.js";
import { crossValidate } from "../../src/glm/cross-validate.js";
import type { DesignMatrix } from "../../src/glm/design-matrix.js";
import { groupRows } from "../../src/glm/group-rows.js";
import { logisticLoss } from "../../src/glm/loss.js";
import { l1Penalty } from "../../src/glm/penalty.js";
import { makeWorkspace, solveProximalNewton } from "../../src/glm/proximal-newton.js";

const rows = 6000;

/** Lengths that differ by whole numbers, soft targets that follow them, and two weights. */
function makeDesign(differences: number): DesignMatrix {
  const random = pythonRandom("5");
  const length = Float64Array.from({ length: rows }, () =>
    Math.tanh(Math.floor(differences * random.random() - differences / 2) / differences),
  );
  return {
    columns: ["model", "length"],
    X: [new Float64Array(rows).fill(1), length],
    y: length.map((x) => 1 / (1 + Math.exp(-0.4 - x)) ** (0.5 + random.random())),
    weights: new Float64Array(rows).fill(1).fill(0.25, 5000),
  };
}

it("rows of equal x are fitted as one, to the same coefficients and the same cross-validation", () => {
  const design = makeDesign(300);
  const groups = groupRows(design)!;
  expect(groups.grouped.y.length).toBe(300);
  const penalty = l1Penalty(2);
  const byRows = solveProximalNewton(design, logisticLoss, penalty);
  const byGroups = solveProximalNewton(groups.grouped, logisticLoss, penalty);
  for (const [j, value] of byRows.beta.entries()) expect(byGroups.beta[j]).toBeCloseTo(value, 11);
  expect(byGroups.diagnostics.objective.at(-1)).toBeCloseTo(byRows.diagnostics.objective.at(-1)!, 8);

  const fold = Uint8Array.from({ length: rows }, (_, row) => (row * 7) % 5);
  const path = [0.1, 1].map((C) => ({ C, beta: byRows.beta }));
  const workspace = makeWorkspace(rows);
  const ofRows = crossValidate(design, logisticLoss, fold, { path, workspace });
  const ofGroups = crossValidate(design, logisticLoss, fold, { path, workspace, groups });
  for (const [at, { score }] of ofRows.points.entries())
    expect(ofGroups.points[at]!.score).toBeCloseTo(score, 11);
  const [one, other] = [ofRows, ofGroups].map(({ differences }) => differences.compare(0, 1));
  expect(other!.mean).toBeCloseTo(one!.mean, 11);
  expect(other!.standardError).toBeCloseTo(one!.standardError, 11);
});

it("rows that are mostly different, or few, stay rows", () => {
  expect(groupRows(makeDesign(1e6))).toBeNull();
  const { columns, X, y, weights } = makeDesign(300);
  const part = (values: Float64Array) => values.slice(0, 1000);
  expect(groupRows({ columns, X: X.map(part), y: part(y), weights: part(weights) })).toBeNull();
});
