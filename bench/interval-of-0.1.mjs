// The interval of version 0.1, to set beside the present one: t on G − 1 degrees of freedom on the logit scale, Wilson's
// where nothing varies.
import { wilsonInterval } from "../dist/metrics/rates/wilson-interval.js";
import { noVariation } from "../dist/numerics/clusters.js";
import { studentTQuantile } from "../dist/numerics/distributions.js";
import { logistic, logit } from "../dist/numerics/logistic.js";

/** @param clusters how many */
export function intervalOf01({ rate, standardError, clusters }, level) {
  const spread = rate * (1 - rate);
  if (!(standardError > noVariation) || spread < noVariation)
    return wilsonInterval(rate * clusters, clusters, level);
  const reach = (studentTQuantile((1 + level) / 2, clusters - 1) * standardError) / spread;
  return { lower: logistic(logit(rate) - reach), upper: logistic(logit(rate) + reach) };
}
