// Several judges under one name: a pool shares the instructions out among its members, a jury asks all of them.
import type { Pair } from "../pairs/pair.js";
import type { JuryRule } from "./combine-jury.js";
import { fingerprintPanel } from "./fingerprint.js";
import { drawByHash } from "./hash-draw.js";
import type { Judge, JudgeDescription } from "./judge.js";

export interface PanelMember {
  readonly judge: Judge;
  readonly fingerprint: string;
  readonly weight: number;
}

export interface Panel extends JudgeDescription {
  readonly kind: "pool" | "jury";
  readonly members: readonly PanelMember[];
  /** How a jury's votes become one; null for a pool. */
  readonly rule: JuryRule | null;
  readonly fingerprint: string;
}

/** Binds members together. */
export function makePanel(
  description: JudgeDescription,
  members: readonly { readonly judge: Judge; readonly weight: number }[],
  rule: JuryRule | null,
): Panel {
  const kind = rule === null ? "pool" : "jury";
  const withFingerprints = members.map((member) => ({ ...member, fingerprint: member.judge.fingerprint }));
  return {
    ...description,
    kind,
    members: withFingerprints,
    rule,
    fingerprint: fingerprintPanel({ kind, ...rule }, withFingerprints),
  };
}

/** Who is asked about a pair: the judge itself, the member that a pool draws, or all jurors. */
export function judgesFor(judge: Judge | Panel, pair: Pair, seed: number): readonly Judge[] {
  if (judge.kind === "judge") return [judge];
  if (judge.kind === "jury") return judge.members.map((member) => member.judge);
  return [drawMember(judge.members, pair.instruction.id, seed).judge];
}

/**
 * The member of a pool that judges an instruction: drawn by the hash of its id, in proportion to the weights.
 * Every model's answer to one instruction goes to the same member.
 */
export function drawMember<Member extends { readonly weight: number }>(
  members: readonly Member[],
  instructionId: string,
  seed: number,
): Member {
  const total = members.reduce((sum, { weight }) => sum + weight, 0);
  let left = drawByHash("pool", String(seed), instructionId) * total;
  for (const member of members) {
    left -= member.weight;
    if (left < 0) return member;
  }
  return members.at(-1)!;
}
