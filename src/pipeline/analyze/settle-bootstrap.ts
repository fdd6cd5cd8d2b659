import type { BootstrapSettings } from "../../metrics/rates/bootstrap.js";

/** Of a request, what its bootstrap is told. */
export const settleBootstrap = ({ level, replicates, seed }: BootstrapSettings): BootstrapSettings => ({
  level,
  replicates,
  seed,
});
