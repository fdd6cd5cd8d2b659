import type { BootstrapSettings } from "../../metrics/rates/bootstrap.js";

interface StatedBootstrap extends BootstrapSettings {
  readonly interval?: "bootstrap" | "none";
}

/** Of a request, what its bootstrap is told; no samples where no intervals are wanted. */
export const settleBootstrap = ({
  level,
  replicates,
  seed,
  interval,
}: StatedBootstrap): BootstrapSettings => ({ level, replicates: interval === "none" ? 0 : replicates, seed });
