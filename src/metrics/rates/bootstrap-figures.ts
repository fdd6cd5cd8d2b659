import type { Clusters } from "../../numerics/clusters.js";
import {
  type BootstrapEstimate,
  type BootstrapHooks,
  type BootstrapSettings,
  bootstrap,
} from "./bootstrap.js";

/** Bootstraps a record of figures over clusters; null figures are samples without them. */
export function bootstrapFigures(
  clusters: Clusters,
  figuresOf: (weights: Float64Array) => Record<string, number | null>,
  settings: BootstrapSettings & BootstrapHooks,
): Readonly<Record<string, BootstrapEstimate>> {
  const names = Object.keys(figuresOf(new Float64Array(clusters.count).fill(1)));
  const estimates = bootstrap({
    units: clusters.count,
    statistics: (weights) => Object.values(figuresOf(weights)).map((value) => value ?? Number.NaN),
    replicates: settings.replicates,
    level: settings.level,
    seed: settings.seed,
    onReplicate: settings.onReplicate,
  });
  return Object.fromEntries(names.map((name, k) => [name, estimates[k]!]));
}
