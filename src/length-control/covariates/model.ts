// θ, the model's identity: how much better than the baseline it is, all else equal. It stands in the place of an
// intercept; a gamed baseline is the baseline itself, so its column is 0 there.
import type { Covariate } from "./covariate.js";

export const model: Covariate = {
  name: "model",
  counterfactual: "keep",
  why: "what is to be measured: the model against the baseline",
  needs: "nothing",
  values: (rows) => new Float64Array(rows.length).fill(1),
  gamedValue: () => 0,
};
