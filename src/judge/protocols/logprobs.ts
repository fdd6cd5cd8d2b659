// P(first better) = p(first label) / (p(first label) + p(second label)) from the likeliest tokens at one position:
// alpaca_eval 0.6.6's weighted judge. Tokens are compared exactly. With one label missing the other takes all;
// with both missing there is no verdict.
import { z } from "zod";
import { failed } from "../reading.js";
import type { Protocol } from "./protocol.js";

const options = z.strictObject({
  /** Which generated token holds the verdict: the first, the last, or the one and only. */
  position: z.enum(["first", "last", "only"]).default("first"),
  /** Take the likelier label whole instead of its probability; equal ones count for the second, as the reference has it. */
  binarize: z.boolean().default(false),
});

/** The probabilities of the two labels as the next token. */
export const logprobs: Protocol<z.infer<typeof options>> = {
  name: "logprobs",
  version: 1,
  answersShown: [2],
  needsLogprobs: true,
  options,
  read: (completion, { labels, options: { position, binarize } }) => {
    const positions = completion.topLogprobs;
    if (positions === null || positions.length === 0) {
      return failed("missing-logprobs", "the reply carries no log-probabilities");
    }
    if (position === "only" && positions.length !== 1) {
      return failed("no-verdict", `${positions.length} tokens where one was expected`);
    }
    const alternatives = (position === "last" ? positions.at(-1) : positions[0]) ?? [];
    const logprobOf = (label: string) =>
      alternatives.find(({ token }) => token === label)?.logprob ?? Number.NEGATIVE_INFINITY;
    const [first, second] = [logprobOf(labels.first), logprobOf(labels.second)];
    if (!(Math.max(first, second) > Number.NEGATIVE_INFINITY)) {
      const seen = alternatives.map(({ token }) => JSON.stringify(token)).join(", ");
      return failed(
        "no-verdict",
        `neither ${labels.first} nor ${labels.second} among the likeliest tokens (${seen})`,
      );
    }
    const probability = 1 / (1 + Math.exp(second - first));
    return {
      preferenceForFirst: binarize ? (first > second ? 1 : 0) : probability,
      rawLabel: first > second ? labels.first : labels.second,
      labelShare: Math.min(1, Math.exp(first) + Math.exp(second)),
      score: null,
      explanation: completion.text.trim().length > 8 ? completion.text.trim() : null,
    };
  },
};
