// Different tokens / all tokens of a text (o200k_base), 0 for an empty one: how little an answer repeats itself. Wang
// et al. 2023, "How Far Can Camels Go?", section 5, found judges' preferences to follow the number of unique tokens.
import { loadEncoding } from "../../core/text-tokens.js";
import { textDifference } from "./text-difference.js";

export const uniqueTokens = textDifference(
  "unique_tokens",
  "judges prefer answers with more different words; this is the share of different tokens",
  async () => {
    const encode = await loadEncoding();
    return (text) => {
      const tokens = encode(text);
      return tokens.length > 0 ? new Set(tokens).size / tokens.length : 0;
    };
  },
);
