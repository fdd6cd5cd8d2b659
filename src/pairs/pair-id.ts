import { canonicalJson, sha256 } from "../core/hash.js";
import type { ModelOutput, Pair } from "./pair.js";

/**
 * What makes two comparisons the same one: every item field that a template can show, both outputs, both
 * generators. Which answer is shown first is no part of it.
 */
export function pairId({ instruction, baseline, model }: Omit<Pair, "id">): string {
  const [id, text] = [JSON.stringify(instruction.id), JSON.stringify(instruction.text)];
  const side = ({ generator, output }: ModelOutput) =>
    `[${JSON.stringify(generator)},${JSON.stringify(output)}]`;
  // the canonical JSON of all of it
  return sha256(
    `{"baseline":${side(baseline)},"instruction":{"fields":${canonicalJson(instruction.fields)},"id":${id},"text":${text}},"model":${side(model)}}`,
  );
}
