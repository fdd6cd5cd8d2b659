// Outputs that hold what could steer a judge or its reader: they are judged like any other, but counted and shown.
import type { Pair } from "../../pairs/pair.js";
import type { FindSigns, TextSign } from "./text-signs.js";

export interface Suspicion {
  readonly side: "baseline" | "model";
  readonly reason: TextSign;
  /** The text that gave rise to it. */
  readonly found: string;
}

/** What is suspicious in the outputs of a pair; empty for nearly all. */
export const suspiciousOutputs = (pair: Pair, findSigns: FindSigns): readonly Suspicion[] =>
  (["baseline", "model"] as const).flatMap((side) =>
    findSigns(pair[side].output).map(({ sign, found }) => ({ side, reason: sign, found })),
  );
