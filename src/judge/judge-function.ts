import type { ChatRequest, Completion } from "../endpoint/client/completion.js";
import type { Order, Pair } from "../pairs/pair.js";

/**
 * What a function says of a pair: P(model beats baseline) in [0, 1], the better side's name, either with an
 * explanation; a reply to `question` in the words that it asks for; or null where it gives no verdict.
 */
export type JudgeReply =
  | number
  | "model"
  | "baseline"
  | "tie"
  | { readonly preference: number; readonly explanation?: string }
  | (Pick<Completion, "text"> & Partial<Completion>)
  | null;

/**
 * Judges a pair. `order` says which answer is shown first; `question` is what the judge `verdict` would send to a model.
 * What it throws ends the run.
 */
export type JudgeFunction = (
  pair: Pair,
  order: Order,
  question: ChatRequest,
) => JudgeReply | Promise<JudgeReply>;
