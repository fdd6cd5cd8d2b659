// A judge without a model: it needs no key and no network and always says the same. It is here to try things with
// and for the demo; its verdicts mean nothing and are comparable with no published figure.
//
//   quality(answer) = 1.6·ln(length + 200) + 1.5·(share of the instruction's words that it holds) + taste
//   logit P(first better) = quality(first) − quality(second) + 0.15
//
// Length in code points: it likes length on purpose, as real judges do. 0.15 is a slight liking for what is read
// first. `taste` (logistic, scale 0.5) stands for what length does not tell and comes from the hash of the instruction
// and the answer's first 40 code points, so an answer padded at its end keeps the taste of the unpadded one.
import { countCodePoints } from "../core/text-length.js";
import type { Completion } from "../endpoint/client/completion.js";
import type { Order, Pair } from "../pairs/pair.js";
import { drawByHash } from "./hash-draw.js";
import { type Judge, makeJudge } from "./judge.js";
import type { LabelNoise } from "./label-noise.js";
import { parsePromptTemplate } from "./prompt-template.js";
import { logprobs } from "./protocols/logprobs.js";
import type { Protocol } from "./protocols/protocol.js";
import { shownOutputs } from "./render-prompt.js";

const likingForLength = 1.6;
const lengthOffsetChars = 200;
const likingForOverlap = 1.5;
const likingForFirst = 0.15;
const tasteScale = 0.5;
const openingChars = 40;
const repeatScale = 0.1;
const labels = { first: "m", second: "M" };
const template = "{instruction}\n\n{output_1}\n\n{output_2}";

/** The offline judge, as `--judge offline` gives it. */
export function offlineJudge(labelNoise: LabelNoise | null = null): Judge {
  return makeJudge({
    name: "offline",
    description: "a fixed heuristic that likes length on purpose; no key, no network, for trying things",
    comparable: "not comparable with any published number: no model judges here",
    order: "random",
    notes: [],
    model: "offline-heuristic-1",
    sampling: { logprobs: true, top_logprobs: 2 },
    labels,
    template: parsePromptTemplate(template, "offline judge"),
    protocol: logprobs as unknown as Protocol,
    options: { position: "first", binarize: false },
    labelNoise,
    answer: answerOffline,
  });
}

/** The heuristic's reply in the shape of a model's: one token and its probability. */
function answerOffline(pair: Pair, order: Order, repeat: number): Completion {
  const [first, second] = shownOutputs(pair, order);
  const jitter = repeat === 0 ? 0 : repeatScale * logistic(drawByHash("repeat", pair.id, String(repeat)));
  const logit =
    quality(pair.instruction.text, first) - quality(pair.instruction.text, second) + likingForFirst + jitter;
  const candidates = [
    { token: labels.first, logprob: -Math.log1p(Math.exp(-logit)) },
    { token: labels.second, logprob: -Math.log1p(Math.exp(logit)) },
  ].sort((a, b) => b.logprob - a.logprob);
  return {
    text: candidates[0]!.token,
    topLogprobs: [candidates],
    finishReason: "stop",
    usage: null,
    servedBy: { model: "offline-heuristic-1", systemFingerprint: null },
  };
}

function quality(instruction: string, answer: string): number {
  const opening = [...answer].slice(0, openingChars).join("");
  const taste = tasteScale * logistic(drawByHash("taste", instruction, opening));
  const length = Math.log(countCodePoints(answer) + lengthOffsetChars);
  return likingForLength * length + likingForOverlap * overlap(instruction, answer) + taste;
}

/** Share of the instruction's words of four letters or more that the answer holds, in [0, 1]. */
function overlap(instruction: string, answer: string): number {
  const wanted = wordsOf(instruction);
  const held = wordsOf(answer);
  return wanted.size === 0 ? 0 : [...wanted].filter((word) => held.has(word)).length / wanted.size;
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu));
}

/** The logistic quantile of a draw; kept off 0 and 1, where it is infinite. */
function logistic(draw: number): number {
  const u = Math.min(Math.max(draw, 1e-6), 1 - 1e-6);
  return Math.log(u / (1 - u));
}
