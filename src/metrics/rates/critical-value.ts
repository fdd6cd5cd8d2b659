// How many standard errors an interval reaches: by the normal distribution and by Student's t. Looked at once, the usual
// quantiles; looked at on the way, those that all looks together pass with that probability.
import { normalCdf, normalQuantile, studentTQuantile } from "../../numerics/distributions.js";
import { sequentialBoundaries } from "../../numerics/sequential-boundaries.js";

export interface LookedAt {
  readonly degreesOfFreedom: number;
  /** Shares of all instructions judged by each look, ascending to now's; absent where there was but one. */
  readonly times?: readonly number[] | undefined;
}

/** A boundary takes some 20 ms a look, and is asked for again and again. */
const known = new Map<string, readonly number[]>();
const mostKnown = 500;

/** z at each of the times, for `tail` on one side. */
export function boundariesOf(times: readonly number[], tail: number): readonly number[] {
  const key = `${tail} ${times.join(" ")}`;
  const bounds = known.get(key) ?? sequentialBoundaries(times, tail);
  if (known.size >= mostKnown) known.clear();
  known.set(key, bounds);
  return bounds;
}

/** Those of the last question without looks: rates that are compared mostly have as many degrees of freedom. */
let last = { tail: Number.NaN, degreesOfFreedom: Number.NaN, z: Number.NaN, t: Number.NaN };

/** @param tail probability on one side, in (0, ½) */
export function criticalValues(
  { degreesOfFreedom, times }: LookedAt,
  tail: number,
): { z: number; t: number } {
  if (!times) {
    if (last.tail !== tail || last.degreesOfFreedom !== degreesOfFreedom)
      last = {
        tail,
        degreesOfFreedom,
        z: -normalQuantile(tail),
        t: -studentTQuantile(tail, degreesOfFreedom),
      };
    return last;
  }
  const z = boundariesOf(times, tail).at(-1)!;
  return { z, t: -studentTQuantile(normalCdf(-z), degreesOfFreedom) };
}
