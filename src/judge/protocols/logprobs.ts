// P(first better) = p(first label) / (p(first label) + p(second label)) from the likeliest tokens at one position:
// alpaca_eval 0.6.6's weighted judge. Tokens are compared exactly. With one label missing the other takes all;
// with both missing there is no verdict. Beyond the reference, some tokenizers write the label with a blank: its spellings
// count where the exact ones are missing, or are noise beside them. (Not a new version of the protocol: the verdicts that
// had a label among the tokens stay as they are, so files go on.)
import { z } from "zod";
import type { TokenLogprob } from "../../endpoint/client/completion.js";
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
  read: (completion, { labels, minLabelShare = 0, options: { position, binarize } }) => {
    const positions = completion.topLogprobs;
    if (positions === null) return failed("missing-logprobs", "the reply carries no log-probabilities");
    if (positions.length === 0)
      return failed(
        "missing-logprobs",
        "its log-probabilities cannot be read: a list of them is needed, none above 0",
      );
    if (position === "only" && positions.length !== 1) {
      return failed("no-verdict", `${positions.length} tokens where one was expected`);
    }
    const alternatives = (position === "last" ? positions.at(-1) : positions[0]) ?? [];
    const { first, second, isTrimmed } = readLabels(alternatives, [labels.first, labels.second]);
    if (!(Math.max(first, second) > Number.NEGATIVE_INFINITY)) {
      return failed(
        "no-verdict",
        `neither ${labels.first} nor ${labels.second} among the likeliest tokens (${listTokens(alternatives)})`,
      );
    }
    const labelShare = Math.min(1, Math.exp(first) + Math.exp(second));
    if (labelShare < minLabelShare) {
      return failed(
        "unparsable",
        `the labels ${labels.first} and ${labels.second} hold ${percent(labelShare)} of the probability, less than ${percent(minLabelShare)} (likeliest tokens: ${listTokens(alternatives)})`,
      );
    }
    const probability = 1 / (1 + Math.exp(second - first));
    return {
      preferenceForFirst: binarize ? (first > second ? 1 : 0) : probability,
      rawLabel: first > second ? labels.first : labels.second,
      labelShare,
      ...(isTrimmed && { isLabelTrimmed: true }),
      score: null,
      explanation: completion.text.trim().length > 8 ? completion.text.trim() : null,
    };
  },
};

/** Exact labels that hold less than this share of what their spellings with blanks hold are noise. */
const noiseShare = 0.1;
/** Blanks, and what SentencePiece and byte-level tokenizers write for them. */
const blanks = /^[\s▁Ġ]+|[\s▁Ġ]+$/gu;

/** Log-probabilities of both labels, exact or trimmed: one way for the whole position. */
function readLabels(
  alternatives: readonly TokenLogprob[],
  labels: readonly [string, string],
): { first: number; second: number; isTrimmed: boolean } {
  const exact = labels.map(
    (label) => alternatives.find(({ token }) => token === label)?.logprob ?? Number.NEGATIVE_INFINITY,
  );
  const spelled = labels.map((label) => {
    const all = alternatives.filter(({ token }) => token === label || token.replace(blanks, "") === label);
    return all.reduce((sum, { logprob }) => sum + Math.exp(logprob), 0);
  });
  const exactMass = sumOf(exact.map(Math.exp));
  const isTrimmed = sumOf(spelled) > exactMass && exactMass < noiseShare * (sumOf(spelled) - exactMass);
  const [first, second] = isTrimmed ? spelled.map(Math.log) : exact;
  return { first: first!, second: second!, isTrimmed };
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const percent = (share: number): string => `${(100 * share).toPrecision(2)} %`;

const listTokens = (alternatives: readonly TokenLogprob[]): string =>
  alternatives.map(({ token }) => JSON.stringify(token)).join(", ");
