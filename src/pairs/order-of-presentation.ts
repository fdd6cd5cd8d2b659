// Which answer the judge reads first. `random` is the reference's rule (alpaca_eval 0.6.6): one draw an instruction
// from Python's Random("is_switched_outputs" + instruction + str(seed)); at or above ½ the two are switched.
import { pythonRandom } from "../core/python-random.js";
import type { Order } from "./pair.js";

export type OrderPolicy = "random" | "both" | "baseline-first" | "model-first";

/**
 * The orders in which a pair is shown: one, or two for `both`.
 *
 * @example ordersOfPresentation("random", "q1", 0) // ["model-first"]
 */
export function ordersOfPresentation(
  policy: OrderPolicy,
  instructionText: string,
  seed: number,
): readonly Order[] {
  if (policy === "both") return ["baseline-first", "model-first"];
  if (policy !== "random") return [policy];
  const switched = pythonRandom(`is_switched_outputs${instructionText}${seed}`).random() >= 0.5;
  return [switched ? "model-first" : "baseline-first"];
}
