// Length in tokens of the o200k_base encoding: the other usual measure of how long an answer is.
import { loadEncoding } from "../../core/text-tokens.js";
import { textDifference } from "./text-difference.js";

export const lengthTokens = textDifference(
  "length_tokens",
  "length in tokens, in place of characters or beside them",
  async () => {
    const encode = await loadEncoding();
    return (text) => encode(text).length;
  },
);
