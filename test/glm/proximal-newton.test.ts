import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pythonRandom } from "../../src/core/python-random.js";
import { type DesignMatrix, linearPredictor, transposedProduct } from "../../src/glm/design-matrix.js";
import { logisticLoss } from "../../src/glm/loss.js";
import { l1Penalty } from "../../src/glm/penalty.js";
import { solveProximalNewton } from "../../src/glm/proximal-newton.js";
import { logistic } from "../../src/numerics/logistic.js";

/** Rows drawn from a logistic model; soft targets are the probabilities themselves. */
function drawDesign({
  n,
  beta,
  seed,
  soft,
}: {
  n: number;
  beta: number[];
  seed: string;
  soft: boolean;
}): DesignMatrix {
  const stream = pythonRandom(seed);
  const X = beta.map((_, j) =>
    Float64Array.from({ length: n }, () => (j === beta.length - 1 ? 1 : 4 * stream.random() - 2)),
  );
  const p = linearPredictor(X, beta).map(logistic);
  return {
    columns: beta.map((_, j) => `x${j}`),
    X,
    y: p.map((chance) => (soft ? chance : Number(stream.random() < chance))),
    weights: Float64Array.from({ length: n }, () => 0.5 + stream.random()),
  };
}

describe("logisticLoss", () => {
  it("has the gradient and curvature that finite differences give", () => {
    const design = drawDesign({ n: 50, beta: [0.7, -1.2, 0.3], seed: "differences", soft: false });
    const scratch = () => new Float64Array(50);
    const valueAt = (beta: number[]) =>
      logisticLoss.evaluate(design, linearPredictor(design.X, beta), scratch(), scratch());
    const beta = [0.2, -0.4, 0.9];
    const gradient = scratch();
    const curvature = scratch();
    logisticLoss.evaluate(design, linearPredictor(design.X, beta), gradient, curvature);
    const analytic = transposedProduct(design.X, gradient);
    const h = 1e-5;
    for (let j = 0; j < beta.length; j++) {
      const moved = (step: number) => valueAt(beta.map((b, k) => (k === j ? b + step : b)));
      expect((moved(h) - moved(-h)) / (2 * h)).toBeCloseTo(analytic[j]!, 5);
      const second = design.X[j]!.reduce((sum, x, i) => sum + curvature[i]! * x * x, 0);
      expect((moved(h) - 2 * moved(0) + moved(-h)) / (h * h)).toBeCloseTo(second, 3);
    }
  });

  it("is the sum of the rows' losses, however the logarithms are shared", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            eta: fc.double({ min: -800, max: 800, noNaN: true }),
            y: fc.double({ min: 0, max: 1, noNaN: true }),
            weight: fc.constantFrom(1, 0.1, 2),
          }),
          { minLength: 1, maxLength: 3000 },
        ),
        (rows) => {
          const y = Float64Array.from(rows, (row) => row.y);
          const weights = Float64Array.from(rows, (row) => row.weight);
          const design = { columns: [], X: [], y, weights };
          const eta = Float64Array.from(rows, (row) => row.eta);
          const whole = logisticLoss.evaluate(
            design,
            eta,
            new Float64Array(y.length),
            new Float64Array(y.length),
          );
          const sum = rows.reduce((total, row) => total + row.weight * logisticLoss.ofRow(row.eta, row.y), 0);
          return Math.abs(whole - sum) <= 1e-10 * (1 + Math.abs(sum));
        },
      ),
      { numRuns: 50, seed: 1 },
    );
  });
});

describe("solveProximalNewton", () => {
  it("recovers known coefficients from soft targets", () => {
    const beta = [1.5, -0.8, 0.25];
    const design = drawDesign({ n: 400, beta, seed: "known", soft: true });
    const solution = solveProximalNewton(design, logisticLoss, l1Penalty(1e-9));
    expect(solution.diagnostics.converged).toBe(true);
    beta.forEach((b, j) => {
      expect(solution.beta[j]).toBeCloseTo(b, 8);
    });
  });

  it("meets the lasso's optimality condition, and its objective never rises", () => {
    for (const [at, lambda] of [0.01, 1, 20, 100].entries()) {
      const design = drawDesign({ n: 300, beta: [1, 0, -0.5, 0.2], seed: `lasso ${at}`, soft: false });
      const { beta, diagnostics } = solveProximalNewton(design, logisticLoss, l1Penalty(lambda));
      const gradient = new Float64Array(300);
      logisticLoss.evaluate(design, linearPredictor(design.X, beta), gradient, new Float64Array(300));
      transposedProduct(design.X, gradient).forEach((g, j) => {
        if (beta[j] === 0) expect(Math.abs(g)).toBeLessThanOrEqual(lambda + 1e-6);
        else expect(g).toBeCloseTo(-lambda * Math.sign(beta[j]!), 6);
      });
      diagnostics.objective.slice(1).forEach((value, k) => {
        expect(value).toBeLessThanOrEqual(diagnostics.objective[k]! * (1 + 1e-12));
      });
    }
  });

  it("sets every coefficient to zero under a penalty that outweighs the data", () => {
    const design = drawDesign({ n: 100, beta: [1, 1], seed: "all zero", soft: false });
    expect([...solveProximalNewton(design, logisticLoss, l1Penalty(1e6)).beta]).toEqual([0, 0]);
  });

  it("stays finite on separable data and converges", () => {
    const X = [Float64Array.from({ length: 40 }, (_, i) => i - 19.5)];
    const y = X[0]!.map((x) => Number(x > 0));
    const design = { columns: ["x"], X, y, weights: new Float64Array(40).fill(1) };
    const { beta, diagnostics } = solveProximalNewton(design, logisticLoss, l1Penalty(1e-4));
    expect(diagnostics.converged).toBe(true);
    expect(beta[0]).toBeGreaterThan(1);
    expect(beta[0]).toBeLessThan(1e3);
  });

  it("takes a column that is zero everywhere for what it is", () => {
    const design = drawDesign({ n: 60, beta: [0.4, 0.1], seed: "empty column", soft: true });
    const widened = {
      ...design,
      columns: [...design.columns, "empty"],
      X: [...design.X, new Float64Array(60)],
    };
    const { beta, diagnostics } = solveProximalNewton(widened, logisticLoss, l1Penalty(0.1));
    expect(diagnostics.converged).toBe(true);
    expect(beta[2]).toBe(0);
  });

  it("says so when it is stopped before it converged", () => {
    const design = drawDesign({ n: 200, beta: [2, -1], seed: "stopped", soft: false });
    const { diagnostics } = solveProximalNewton(design, logisticLoss, l1Penalty(0.1), { maxIterations: 1 });
    expect(diagnostics.converged).toBe(false);
    expect(diagnostics.iterations).toBe(1);
  });
});

describe("designs in which columns can hardly be told apart", () => {
  const kinds = {
    "nearly proportional": (shared: number, noise: number) => shared + 1e-3 * noise,
    "nearly constant, like the intercept": (_: number, noise: number) => 1 + 0.01 * noise,
    equal: (shared: number) => shared,
  };
  for (const [kind, draw] of Object.entries(kinds))
    it(`are solved: ${kind}, also where they outnumber the rows`, () => {
      for (let seed = 0; seed < 60; seed++) {
        const { random } = pythonRandom(`${kind} ${seed}`);
        const n = 1 + Math.floor(60 * random() ** 2);
        const column = (of: () => number) => Float64Array.from({ length: n }, of);
        const common = column(() => 2 * random() - 1);
        const X = Array.from({ length: 6 }, () => common.map((value) => draw(value, random())));
        const design = {
          columns: [],
          X: [...X, column(() => 1)],
          y: column(() => (seed % 2 ? random() : Math.round(random()))),
          weights: column(() => 1),
        };
        for (const C of [0.1, 10, 1e4]) {
          const { diagnostics } = solveProximalNewton(design, logisticLoss, l1Penalty(1 / C));
          expect(diagnostics).toMatchObject({ converged: true });
        }
      }
    });
});
