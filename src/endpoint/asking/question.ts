import type { ChatRequest, Completion } from "../client/completion.js";

/** One thing to ask, and what it is about; the subject comes back with the outcome. */
export interface Question<Subject> {
  readonly subject: Subject;
  readonly request: ChatRequest;
  /** What it is about, where several questions are about one thing: the orders of a pair. */
  readonly item?: unknown;
  /** Ask once more with more room when the reply is cut by length. Not for protocols that read log-probabilities. */
  readonly retryOnLength?: boolean;
  /** Sampling parameters that may not be left out: the protocol reads what they give, or the user stated them. */
  readonly keeps?: readonly string[] | undefined;
  /** Whether a reply says what was asked for; until one does, one request is in flight. Every one does when absent. */
  readonly isReadable?: ((completion: Completion) => boolean) | undefined;
  /** Whether the store may keep a reply; it keeps every one when absent. */
  readonly isWorthKeeping?: ((completion: Completion) => boolean) | undefined;
  /** Ask even when the store has a reply; the new one replaces it. */
  readonly isFresh?: boolean;
}

/** Why a question has no reply. `refused` (by a filter, a firewall, the model) and `too-long` last; the others may pass. */
export type UnansweredReason = "timeout" | "http" | "interrupted" | "budget" | "refused" | "too-long";

interface OutcomeOf<Subject> {
  readonly subject: Subject;
  /** Requests that were sent for it in this run; 0 where the store had the reply. */
  readonly attempts: number;
  /** What they are known to have cost in this run; null where the price or the usage is unknown. */
  readonly costUsd: number | null;
  /** From the first request to the last reply, waiting included; null where none was sent. */
  readonly seconds: number | null;
}

export interface Answered<Subject> extends OutcomeOf<Subject> {
  readonly status: "answered";
  readonly completion: Completion;
  readonly source: "asked" | "store";
}

export interface Unanswered<Subject> extends OutcomeOf<Subject> {
  readonly status: "unanswered";
  readonly reason: UnansweredReason;
  /** In the endpoint's words, free of keys. */
  readonly detail: string;
  /** The question's own fault: no sign that the endpoint is down. */
  readonly isOwnFault?: true;
}

/** What became of one question. */
export type Outcome<Subject> = Answered<Subject> | Unanswered<Subject>;

/** What has happened so far; counts of this run. */
export interface AskingProgress {
  /** Questions with a reply from the endpoint, with one from the store, and without. */
  answered: number;
  stored: number;
  unanswered: number;
  /** Requests that were sent, those of them that repeat a failed one, and those turned away as too many (429). */
  requests: number;
  retries: number;
  rateLimited: number;
  /** Requests that were given up, or broke off, and that the server may bill all the same. */
  givenUp: number;
  /** Replies whose usage, or log-probabilities, could not be read; their texts were. */
  unreadUsage: number;
  unreadLogprobs: number;
  inFlight: number;
  /** Questions that wait in batches, whose replies a later run collects. */
  pending: number;
  promptTokens: number;
  completionTokens: number;
  /** Null where the price is unknown, or a reply did not say what it used. */
  costUsd: number | null;
}
