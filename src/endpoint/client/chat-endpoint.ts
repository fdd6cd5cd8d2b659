// A chat request → one attempt at an OpenAI-compatible endpoint: a completion, or a failure that says what it means.
import type OpenAI from "openai";
import type { ChatCompletionCreateParamsNonStreaming } from "openai/resources/chat/completions";
import { type ReadReply, readReply } from "./chat-reply.js";
import { type ChatRequest, type Completion, readRoom } from "./completion.js";
import type { EndpointNames } from "./describe-failure.js";
import { toPublicUrl } from "./endpoint-address.js";
import type { EndpointOptions } from "./endpoint-options.js";
import type { Failure } from "./failure.js";
import { attemptOnce, openClient } from "./openai-client.js";
import { readStatedLimits, type StatedLimits } from "./rate-headers.js";
import type { ServerReply } from "./transport.js";

/** What became of one attempt. */
export type Answer =
  | (ReadReply & {
      readonly limits: StatedLimits;
      /** To be called when the reply is safe: who keeps it until then may forget it. */
      readonly settled?: () => void;
    })
  | { readonly kind: "failed"; readonly failure: Failure }
  /** Nothing was asked now: the reply will be there later, or was called off, or would cost more than is allowed. */
  | { readonly kind: "unsent"; readonly why: "pending" | "called-off" | "over-budget" };

export interface CompleteOptions {
  /** Gives up what is on its way. */
  readonly signal?: AbortSignal;
  /** What has not been sent yet is not sent any more. */
  readonly stop?: AbortSignal;
  /** Told in a `code: sentence` what concerns further requests too. */
  readonly onNotice?: (notice: string) => void;
  /** The most that it can use. */
  readonly worst?: { readonly tokens: number; readonly usd: number };
}

/** One OpenAI-compatible endpoint. */
export interface ChatEndpoint {
  /** Its URL without user, password and query: this may be stored. */
  readonly publicUrl: string;
  /** It sees to its own pace: a server that is asked too much is no reason to ask less of the others. */
  readonly keepsPace?: true;
  /** What messages about a request to it name. */
  namesFor(model: string): EndpointNames;
  /** Many requests are asked together, in batches: none is to go first alone. */
  readonly isTogether?: true;
  /** Asks once. What goes wrong with a request is an answer too; it throws `JudgeUnusableError` where none can be asked. */
  complete(request: ChatRequest, options?: CompleteOptions): Promise<Answer>;
  /** Closes its connections. */
  close(): Promise<void>;
}

const defaultTimeoutMs = 120_000;

/** @throws UsageError when the base URL is no http or https URL. */
export function createChatEndpoint(options: EndpointOptions): ChatEndpoint {
  const { apiKey, timeoutMs = defaultTimeoutMs } = options;
  const { client, publicUrl, proxy, close } = openClient(options);

  return {
    publicUrl,
    namesFor: (model) => ({
      publicUrl,
      model,
      keyVariable: apiKey === null ? null : (options.keyVariable ?? "the settings"),
      proxy: proxy && toPublicUrl(proxy.href),
      whereIsParameter:
        options.whereIsParameter ?? ((name) => `${name} where it is stated (judge.json, --sampling)`),
      modelOption: options.modelOption ?? "--judge-model",
    }),
    complete: (request, { signal } = {}) => attempt(client, request, timeoutMs, signal),
    close,
  };
}

function attempt(
  client: OpenAI,
  { messages, model, sampling }: ChatRequest,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  const names = Object.keys(sampling);
  return attemptOnce<Answer>({ timeoutMs, signal, sampling: names }, async (shared) => {
    const body = { ...sampling, model, messages } as ChatCompletionCreateParamsNonStreaming;
    await client.chat.completions.create(body, { fetchOptions: { attempt: shared } as object });
    return readAnswer(shared.reply!, sampling);
  });
}

/** The body of a 200 → an answer. @param sampling as it was sent */
export function readAnswer(reply: ServerReply, sampling: ChatRequest["sampling"]): Answer {
  const read = readReply(reply, Object.keys(sampling));
  if (read.kind !== "completed") return { kind: "failed", failure: read };
  const completion = { ...read.completion, ...sayLimit(read.completion, sampling) };
  return { ...read, completion, limits: readStatedLimits(reply.headers) };
}

/** Where a reply was cut, in the tokens of the request: its own usage counts what a gateway makes of them. */
function sayLimit({ finishReason }: Completion, sampling: ChatRequest["sampling"]) {
  const room = finishReason === "length" ? readRoom({ sampling }) : null;
  return room && { cutAtTokens: room.tokens };
}
