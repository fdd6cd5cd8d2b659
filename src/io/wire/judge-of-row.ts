// The column `judge` of an annotation row → what tells the judge from others, and what its line is worth.
import { readName } from "./annotation-values.js";

/** Who gave a judgement. */
export interface JudgeOfRow {
  /** What tells this judge from others: its fingerprint, else its name. */
  readonly judge: string | null;
  /** 1 = the judge was shown one answer of the pair, and the line is half a verdict. */
  readonly answersShown: 1 | 2;
  /** How the votes of the jury that this judge belongs to become one verdict; null where it belongs to none. */
  readonly jury: JuryOfRow | null;
}

export interface JuryOfRow {
  readonly combine: "mean" | "majority";
  /** The fewest votes that make a verdict. */
  readonly quorum: number;
}

const namedOnly = (name: string | null): JudgeOfRow => ({ judge: name, answersShown: 2, jury: null });

/** It is an object on our lines, its JSON in a CSV's cell, or a name. */
export function readJudge(value: unknown): JudgeOfRow {
  if (typeof value === "object" && value !== null) {
    const { fingerprint, name, answers_shown: answersShown, jury } = value as Record<string, unknown>;
    return {
      judge: readName(typeof fingerprint === "string" ? fingerprint : typeof name === "string" ? name : null),
      answersShown: answersShown === 1 ? 1 : 2,
      jury: readJury(jury),
    };
  }
  if (typeof value !== "string") return namedOnly(null);
  if (!value.startsWith("{")) return namedOnly(readName(value));
  try {
    return readJudge(JSON.parse(value));
  } catch {
    return namedOnly(value);
  }
}

function readJury(value: unknown): JuryOfRow | null {
  const { combine, quorum } = (value ?? {}) as Record<string, unknown>;
  const isRule = (combine === "mean" || combine === "majority") && typeof quorum === "number";
  return isRule ? { combine, quorum } : null;
}
