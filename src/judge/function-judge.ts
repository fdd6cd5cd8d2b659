// A function of a program → a judge: its verdict is taken as it is, its words are read as a shipped judge's are.
import { UsageError } from "../core/errors.js";
import { canonicalJson, sha256 } from "../core/hash.js";
import type { Completion } from "../endpoint/client/completion.js";
import type { Order, Pair } from "../pairs/pair.js";
import type { Judge } from "./judge.js";
import type { JudgeFunction, JudgeReply } from "./judge-function.js";
import { failed, type Reading } from "./reading.js";

/**
 * @param reader the judge whose prompt makes `question` and whose protocol reads a reply in words
 * @param name what annotations call it
 */
export function functionJudge(judge: JudgeFunction, reader: Judge, name: string): Judge {
  return {
    ...reader,
    name,
    model: name,
    description: "a function of the program",
    comparable: "with no published figure",
    order: "random",
    sampling: {},
    // the program's text is all that is known of what decides a verdict
    fingerprint: sha256(canonicalJson({ kind: "function", name, source: String(judge) })),
    ask: judge,
  };
}

const preferences = { model: 1, baseline: 0, tie: 0.5 } as const;

/** @throws UsageError for what is no reply */
export function readFunctionReply(reply: JudgeReply, judge: Judge, pair: Pair, order: Order) {
  const completion = typeof reply === "object" && reply !== null && "text" in reply ? complete(reply) : null;
  return {
    completion,
    reading: completion ? judge.read(completion, pair, order) : readVerdict(reply, judge),
  };
}

function readVerdict(reply: JudgeReply, { name }: Judge): Reading {
  if (reply === null) return failed("abstained", `${name} gave no verdict`);
  const stated = typeof reply === "object" ? (reply as { preference?: unknown }).preference : reply;
  const preference = typeof stated === "string" ? preferences[stated as keyof typeof preferences] : stated;
  if (!(typeof preference === "number" && preference >= 0 && preference <= 1))
    throw new UsageError(`the judge ${name} replied ${JSON.stringify(reply)}`, {
      hint: "P(model beats baseline) from 0 to 1, model, baseline, tie, {preference}, {text} or null is a reply",
    });
  const explanation =
    typeof reply === "object" && "explanation" in reply ? (reply.explanation ?? null) : null;
  return { preference, rawLabel: String(stated), labelShare: null, score: null, explanation };
}

const complete = (reply: Pick<Completion, "text"> & Partial<Completion>): Completion => ({
  topLogprobs: null,
  finishReason: null,
  usage: null,
  servedBy: { model: null, systemFingerprint: null },
  ...reply,
});
