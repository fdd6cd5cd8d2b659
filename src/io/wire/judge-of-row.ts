// The column `judge` of an annotation row → what tells the judge from others, and what its line is worth.

import { parseCell } from "../../core/item-identity.js";
import { readName } from "./annotation-values.js";

/** Who gave a judgement. */
export interface JudgeOfRow {
  /** What tells this judge from others: its fingerprint, else its name. */
  readonly judge: string | null;
  readonly judgeName: string | null;
  /** The model that was asked, and the one that answered. */
  readonly judgeModel: string | null;
  readonly servedModel: string | null;
  readonly fingerprint: string | null;
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

const namedOnly = (name: string | null): JudgeOfRow => ({
  judge: name,
  judgeName: name,
  judgeModel: null,
  servedModel: null,
  fingerprint: null,
  answersShown: 2,
  jury: null,
});

/** It is an object on our lines, its JSON in a CSV's cell, or a name. */
export function readJudge(value: unknown): JudgeOfRow {
  const given = parseCell(value);
  if (typeof given !== "object" || given === null) return namedOnly(readText(given));
  const { answers_shown: answersShown, jury, ...stated } = given as Record<string, unknown>;
  const judgeName = readText(stated.name);
  const fingerprint = readText(stated.fingerprint);
  return {
    judge: fingerprint ?? judgeName,
    judgeName,
    judgeModel: readText(stated.model),
    servedModel: readText(stated.served_model),
    fingerprint,
    answersShown: answersShown === 1 ? 1 : 2,
    jury: readJury(jury),
  };
}

const readText = (value: unknown): string | null => (typeof value === "string" ? readName(value) : null);

function readJury(value: unknown): JuryOfRow | null {
  const { combine, quorum } = (value ?? {}) as Record<string, unknown>;
  const isRule = (combine === "mean" || combine === "majority") && typeof quorum === "number";
  return isRule ? { combine, quorum } : null;
}
