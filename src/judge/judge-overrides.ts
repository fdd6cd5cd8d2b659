import type { Sampling } from "./judge-spec.js";
import type { LabelNoise } from "./label-noise.js";

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
