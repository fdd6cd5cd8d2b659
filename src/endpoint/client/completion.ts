/** One message of a chat. */
export interface ChatMessage {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

/** What is sent to a chat-completions endpoint; everything here can change the answer, so all of it is the store's key. */
export interface ChatRequest {
  readonly messages: readonly ChatMessage[];
  readonly model: string;
  /**
   * Further members of the request body, as the wire names them: `temperature`, `top_p`, `max_tokens` or
   * `max_completion_tokens`, `seed`, `stop`, `logprobs`, `top_logprobs`, `response_format`, …
   */
  readonly sampling: Readonly<Record<string, unknown>>;
  /** Which of several equal questions this is, from 0: equal requests with other repeats are asked anew. */
  readonly repeat: number;
}

const roomParameters = ["max_completion_tokens", "max_tokens"] as const;

/** The room that a request sets for its reply, and by which parameter; null where it sets none. */
export function readRoom({
  sampling,
}: Pick<ChatRequest, "sampling">): { parameter: string; tokens: number } | null {
  for (const parameter of roomParameters) {
    const tokens = sampling[parameter];
    if (typeof tokens === "number") return { parameter, tokens };
  }
  return null;
}

/** A token the model could have generated, and the natural logarithm of its probability (≤ 0). */
export interface TokenLogprob {
  readonly token: string;
  readonly logprob: number;
}

export interface TokenUsage {
  readonly promptTokens: number;
  /** Thoughts included, also where the server counts them beside the reply. */
  readonly completionTokens: number;
  /** Of the prompt's tokens, those that a cache had. */
  readonly cachedTokens?: number | undefined;
  /** What the server says that it cost, in USD. */
  readonly costUsd?: number | undefined;
}

/** A complete reply of a chat model. */
export interface Completion {
  readonly text: string;
  /** The likeliest tokens at each generated position (positions × alternatives); null when the endpoint sent none. */
  readonly topLogprobs: readonly (readonly TokenLogprob[])[] | null;
  /** Why generation ended: `stop`, `length` or `tool_calls`, whatever the endpoint calls it; null when it did not say. */
  readonly finishReason: string | null;
  readonly usage: TokenUsage | null;
  /** Who answered, in the endpoint's words. */
  readonly servedBy: {
    readonly model: string | null;
    readonly systemFingerprint: string | null;
  };
  /** There is no answer, only thoughts: beside it, or so many that they took up all the room. */
  readonly onlyThoughts?: true | undefined;
  /** It came by a file, and no judge has read it yet: to every one it is new. */
  readonly isImported?: true | undefined;
  /** The limit of tokens that was sent, where it cut the reply. */
  readonly cutAtTokens?: number | undefined;
}
