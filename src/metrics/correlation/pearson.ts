// Paired values → Pearson's product-moment correlation, r = Σ(x − x̄)(y − ȳ)/√(Σ(x − x̄)²·Σ(y − ȳ)²), in two passes.
import { mean } from "../../numerics/moments.js";
import { type Measure, measured, unmeasurable } from "../rates/measure.js";

/** Pearson's r of n pairs, in [−1, 1]; unmeasurable for fewer than two pairs or where one side never varies. */
export function pearson(x: ArrayLike<number>, y: ArrayLike<number>): Measure {
  if (x.length < 2) return unmeasurable("fewer than two pairs");
  const centreX = mean(x);
  const centreY = mean(y);
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < x.length; i++) {
    const dx = x[i]! - centreX;
    const dy = y[i]! - centreY;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  if (isRounding(xx, centreX, x.length) || isRounding(yy, centreY, y.length))
    return unmeasurable("one of the two never varies");
  return measured(Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy))));
}

/** A constant whose mean is off by an ulp leaves squares of this size, which would pass for variation. */
const isRounding = (squares: number, centre: number, n: number): boolean =>
  squares <= n * (Number.EPSILON * centre) ** 2 * 4;
