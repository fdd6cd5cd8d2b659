import type { Sampling } from "./judge-spec.js";
import type { LabelNoise } from "./label-noise.js";

/** A judge's parameters with others in their place; the room for a reply has two names, and one value. */
export function mergeSampling(own: Sampling, stated: Sampling = {}): Sampling {
  const rooms = ["max_tokens", "max_completion_tokens"];
  const isRoomStated = rooms.some((name) => name in stated);
  const kept = Object.entries(own).filter(([name]) => !isRoomStated || !rooms.includes(name));
  return { ...Object.fromEntries(kept), ...stated };
}

/** What a run may say instead of the judge's own settings. */
export interface JudgeOverrides {
  /** Another model; of a panel, every member's. */
  readonly model?: string | undefined;
  /** Members of the request body that replace or join the judge's. */
  readonly sampling?: Sampling | undefined;
  readonly labelNoise?: LabelNoise | undefined;
  /** The least share of the probability that the labels must hold, in [0, 1]. */
  readonly minLabelShare?: number | undefined;
}
