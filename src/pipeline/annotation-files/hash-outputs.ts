// The answers of a judgement → 32 bits each, to tell pairs and models apart without keeping their texts.
import { hashText, mixBits } from "../../core/text-hash.js";
import type { AnnotationRow, SideOfRow } from "../../io/wire/annotation-row.js";

export interface OutputHashes {
  /** What tells the pairs of one item and model apart. */
  readonly ofPair: number;
  /** Of the model's answer, or of its length; null where the file holds neither. */
  readonly ofModel: number | null;
  readonly ofBaseline: number | null;
}

export function hashOutputs({ pairId, baseline, model }: AnnotationRow): OutputHashes {
  const ofModel = hashSide(model);
  const ofBaseline = hashSide(baseline);
  if (pairId !== null) return { ofPair: hashText(pairId), ofModel, ofBaseline };
  // lengths stand for texts that the file does not hold
  const isWithoutTexts = baseline.output === null && model.output === null;
  const partOf = ({ output }: SideOfRow, hash: number | null) =>
    isWithoutTexts || output !== null ? (hash ?? 0) : 0;
  const ofPair = mixBits(Math.imul(partOf(baseline, ofBaseline), 31) + partOf(model, ofModel));
  return { ofPair, ofModel, ofBaseline };
}

const hashSide = ({ output, statedLength }: SideOfRow): number | null =>
  output !== null ? hashText(output) : statedLength === null ? null : hashText(String(statedLength));
