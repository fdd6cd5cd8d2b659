import type { Completion } from "../../src/endpoint/client/completion.js";
import type { Pair } from "../../src/pairs/pair.js";
import { pairId } from "../../src/pairs/pair-id.js";

/** A pair whose texts a test chooses. */
export function examplePair(texts: {
  instruction?: string;
  baseline?: string;
  model?: string;
  fields?: Record<string, unknown>;
}): Pair {
  const text = texts.instruction ?? "Name a river.";
  const instruction = { id: text, text, stated: text, fields: texts.fields ?? {} };
  const sides = {
    instruction,
    baseline: { instruction, generator: "base", output: texts.baseline ?? "The Rhine." },
    model: { instruction, generator: "model", output: texts.model ?? "The Danube, which flows east." },
  };
  return { id: pairId(sides), ...sides };
}

/** A reply of a judge. */
export function exampleReply(text: string, more: Partial<Completion> = {}): Completion {
  return {
    text,
    topLogprobs: null,
    finishReason: "stop",
    usage: null,
    servedBy: { model: null, systemFingerprint: null },
    ...more,
  };
}
