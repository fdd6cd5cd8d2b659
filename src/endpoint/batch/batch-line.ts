// A request ↔ a line of OpenAI's batch files, which `vllm run-batch` takes too: what is asked stands under `custom_id`, the
// key that its reply is stored under, and the reply comes back under it in any order.
import { z } from "zod";
import { type Answer, readAnswer } from "../client/chat-endpoint.js";
import { classifyReply } from "../client/classify-failure.js";
import type { ChatRequest } from "../client/completion.js";
import type { ServerReply } from "../client/transport.js";

export function toBatchLine(key: string, { messages, model, sampling }: ChatRequest, path: string): string {
  // OpenRouter reads a body as it comes, and wants to know the model first
  return JSON.stringify({
    custom_id: key,
    method: "POST",
    url: path,
    body: { model, ...sampling, messages },
  });
}

const lineSchema = z.object({
  custom_id: z.string(),
  response: z.object({ status_code: z.number().nullish(), body: z.unknown().optional() }).nullish(),
  error: z.unknown().optional(),
});

export interface BatchReply {
  readonly key: string;
  /** What the server would have answered to the request by itself. */
  readonly reply: ServerReply;
  /** What the batch says of a request that it did not send: `batch_expired`, `batch_cancelled`. */
  readonly code: string | null;
}

/** A line of results; null where it is none. */
export function readBatchLine(line: unknown): BatchReply | null {
  const { data } = lineSchema.safeParse(line);
  if (data === undefined) return null;
  const { response, error, custom_id: key } = data;
  const body = response?.body ?? (isWrapped(error) ? error : { error });
  const status = response?.status_code ?? (response?.body && !error ? 200 : 500);
  const code = Object((Object(body) as { error?: unknown }).error).code;
  return {
    key,
    reply: { status, text: JSON.stringify(body), headers: new Map() },
    code: response?.body ? null : typeof code === "string" ? code : null,
  };
}

const isWrapped = (error: unknown): boolean =>
  error !== null && typeof error === "object" && "error" in error;

/** What a line says to its request, as if it had been asked by itself. */
export function answerOfLine({ reply }: BatchReply, { sampling }: ChatRequest): Answer {
  if (reply.status >= 200 && reply.status < 300) return readAnswer(reply, sampling);
  const failure = classifyReply(reply, { nowMs: Date.now(), sampling: Object.keys(sampling) });
  return { kind: "failed", failure };
}
