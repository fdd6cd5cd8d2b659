// One row of a file of judgements, as alpaca_eval of any age, lceval or somebody's own tool wrote it, to the same
// fields. This is the hot path of every command that reads judgements (some 20,000 rows of 4 kB a second), so the check is
// written by hand; `annotation-row-schema.ts` states the same rules and is asked only for what is wrong with a row.
//
// On the wire `1` is the baseline and `2` the model, and a preference lies in 1…2 (an old 0 is a tie). Here it
// becomes P(model beats baseline) in [0, 1].
import { furtherFields, itemText, parseCell, statedId } from "../../core/item-identity.js";
import { countCodePoints } from "../../core/text-length.js";
import type { LocatedRow } from "../rows/located-row.js";
import { type AnnotationReading, defaultReading } from "./annotation-reading.js";
import {
  isName,
  isOrder,
  isRepeat,
  isTextOrAbsent,
  readLength,
  readName,
  readVerdict,
} from "./annotation-values.js";
import { type JudgeOfRow, readJudge } from "./judge-of-row.js";

/** A judgement as a file states it; null where the file does not say. */
export interface AnnotationRow extends JudgeOfRow {
  /** The item's text: the instruction, with a non-empty `input` after it. */
  readonly instruction: string | null;
  /** What `furtherFields` gives: the item fields that are not in the text. */
  readonly further: string | null;
  readonly instructionId: string | null;
  readonly pairId: string | null;
  readonly baseline: SideOfRow;
  readonly model: SideOfRow;
  /** A `generator` column of which the file does not say whose it is. */
  readonly unplacedGenerator: string | null;
  readonly annotator: string | null;
  /** P(model beats baseline) in [0, 1]; null without a verdict. */
  readonly preference: number | null;
  /** Why `preference` is null; null when it is not. */
  readonly unjudgedReason: string | null;
  readonly order: "baseline-first" | "model-first" | null;
  /** Which of several equal questions this answers, from 0. */
  readonly repeat: number;
  /** The verdict in the judge's own word. */
  readonly rawLabel: string | null;
  /** The rule that may have ended the run; null for a line of a run without one. */
  readonly until: RuleOfRow | null;
  /** Of a strong judge's verdict on a sample, the chance with which its pair was drawn; null for a judge of all pairs. */
  readonly chance: number | null;
  /** The row as it was read, further columns included. */
  readonly located: LocatedRow;
}

export interface RuleOfRow {
  readonly rule: string;
  readonly looks: number;
  readonly seed: number;
  readonly instructions: number;
}

export interface SideOfRow {
  readonly generator: string | null;
  readonly output: string | null;
  /** The length that the file states, in code points; null where it is to be counted. */
  readonly statedLength: number | null;
}

/** The length of an answer in code points, as stated or counted; null where the file has neither. */
export const lengthOfSide = ({ output, statedLength }: SideOfRow): number | null =>
  statedLength ?? (output === null ? null : countCodePoints(output));

/** Returns the row, or null where it breaks a rule; `explainAnnotationRow` says which. */
export function readAnnotationRow(
  located: LocatedRow,
  reading: AnnotationReading = defaultReading,
): AnnotationRow | null {
  const row = located.value;
  const verdict = readVerdict(row.preference, reading);
  const modelLength = readLength(row.length_model);
  const baselineLength = readLength(row.length_baseline);
  if (
    verdict === undefined ||
    modelLength === undefined ||
    baselineLength === undefined ||
    !isTextOrAbsent(row.instruction) ||
    !isTextOrAbsent(row.output_1) ||
    !isTextOrAbsent(row.output_2) ||
    !isName(row.instruction_id) ||
    !isName(row.generator_1) ||
    !isName(row.generator_2) ||
    !isName(row.generator) ||
    !isName(row.annotator) ||
    (reading.isOrderStated && !isOrder(row.order)) ||
    (reading.isRepeatStated && !isRepeat(row.repeat))
  ) {
    return null;
  }
  return {
    instruction: row.instruction === undefined ? null : itemText(row.instruction, row.input),
    further: furtherFields(row, reading.itemFields),
    instructionId: readItemId(row),
    pairId: typeof row.pair_id === "string" && row.pair_id !== "" ? row.pair_id : null,
    baseline: {
      generator: readName(row.generator_1),
      output: row.output_1 ?? null,
      statedLength: baselineLength,
    },
    model: { generator: readName(row.generator_2), output: row.output_2 ?? null, statedLength: modelLength },
    unplacedGenerator: readName(row.generator),
    annotator: readName(row.annotator),
    preference: typeof verdict === "number" ? verdict : null,
    unjudgedReason: typeof verdict === "number" ? null : readReason(row, verdict),
    order: isOrder(row.order) && row.order ? row.order : null,
    repeat: isRepeat(row.repeat) ? Number(row.repeat ?? 0) : 0,
    ...readJudge(row.judge),
    rawLabel: typeof row.raw_label === "string" ? row.raw_label : null,
    until: row.until === undefined ? null : readRuleOfRow(row.until),
    chance: row.escalation === undefined ? null : readChance(row.escalation),
    located,
  };
}

/** An object on our lines, its JSON in a table's cell. */
const readMembers = (value: unknown) => Object(parseCell(value)) as Record<string, unknown>;

/** @param value `{chance}` */
function readChance(value: unknown): number | null {
  const { chance } = readMembers(value);
  return typeof chance === "number" && chance > 0 && chance <= 1 ? chance : null;
}

/** Null for a column of that name that somebody else wrote. */
export function readRuleOfRow(value: unknown): RuleOfRow | null {
  const { rule, looks, seed, instructions } = readMembers(value);
  const counts = [looks, seed, instructions];
  return typeof rule === "string" && counts.every(Number.isSafeInteger)
    ? ({ rule, looks, seed, instructions } as RuleOfRow)
    : null;
}

function readItemId({ instruction_id, instruction, input }: Record<string, unknown>): string | null {
  const id = readName(instruction_id);
  return id && statedId(id, instruction, input);
}

// `reason` may be a foreign file's free text, so it counts only beside our own `status`; what no rule ended is missing
const readReason = ({ status, reason, until }: Record<string, unknown>, otherwise: string): string =>
  status === "unjudged" &&
  typeof reason === "string" &&
  reason !== "" &&
  (reason !== "unasked" || readRuleOfRow(until))
    ? reason
    : otherwise;
