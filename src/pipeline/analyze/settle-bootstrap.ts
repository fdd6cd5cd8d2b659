import { definedMembers } from "../../core/defined-members.js";
import { type BootstrapSettings, bootstrapDefaults } from "../../metrics/rates/bootstrap.js";

/** What every analysis with bootstrap intervals can be told. */
export interface BootstrapOptions {
  /** Coverage of the intervals, in (0, 1). */
  readonly level?: number | undefined;
  /** How many samples are drawn. */
  readonly replicates?: number | undefined;
  readonly seed?: number | undefined;
}

export const settleBootstrap = ({ level, replicates, seed }: BootstrapOptions): BootstrapSettings => ({
  ...bootstrapDefaults,
  ...definedMembers({ level, replicates, seed }),
});
