// The body of a chat-completions reply → a Completion, or what is wrong with it. Nothing counts as an answer that did
// not pass here: gateways answer 200 with an HTML page, and some servers with an error or no choice at all.
import { z } from "zod";
import type { Completion } from "./completion.js";

const textPart = z.object({ type: z.string(), text: z.string().nullish() });
const calledFunction = z.object({ arguments: z.string() });
const tokenLogprob = z.object({ token: z.string(), logprob: z.number().nullable() });

const replySchema = z.object({
  model: z.string().nullish(),
  system_fingerprint: z.string().nullish(),
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({
          content: z.union([z.string(), z.array(textPart)]).nullish(),
          refusal: z.string().nullish(),
          tool_calls: z.array(z.object({ function: calledFunction.nullish() })).nullish(),
          function_call: calledFunction.nullish(),
        }),
        logprobs: z
          .object({
            content: z.array(z.object({ top_logprobs: z.array(tokenLogprob).nullish() })).nullish(),
          })
          .nullish(),
      }),
    )
    .min(1),
  usage: z.object({ prompt_tokens: z.number(), completion_tokens: z.number().nullish() }).nullish(),
});

/** Some gateways answer 200 and say in the body that the model behind them failed. */
const failedReplySchema = z.object({ error: z.object({ message: z.string() }) });

type Reply = z.infer<typeof replySchema>;
type Choice = Reply["choices"][number];

/** The completion in a reply's body, or a sentence that says why there is none. */
export function readReply(text: string): Completion | { readonly problem: string } {
  const body = parseJson(text);
  if (body === undefined) return { problem: `the reply is not JSON: ${text}` };
  const { data, error } = replySchema.safeParse(body);
  if (!data) {
    const said = failedReplySchema.safeParse(body).data?.error;
    return { problem: `the reply is no chat completion: ${said?.message ?? z.prettifyError(error)}` };
  }
  const choice = data.choices[0]!;
  return {
    text: readText(choice.message),
    topLogprobs: readTopLogprobs(choice.logprobs),
    finishReason: choice.finish_reason ?? null,
    usage: data.usage
      ? { promptTokens: data.usage.prompt_tokens, completionTokens: data.usage.completion_tokens ?? 0 }
      : null,
    servedBy: { model: data.model ?? null, systemFingerprint: data.system_fingerprint ?? null },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The words; where a judge was made to call a function, its arguments; where it declined, what it said. */
function readText({ content, refusal, tool_calls, function_call }: Choice["message"]): string {
  const words = Array.isArray(content)
    ? content.map((part) => (part.type === "text" ? (part.text ?? "") : "")).join("")
    : content;
  return words || tool_calls?.[0]?.function?.arguments || function_call?.arguments || refusal || "";
}

function readTopLogprobs(logprobs: Choice["logprobs"]): Completion["topLogprobs"] {
  const positions = (logprobs?.content ?? []).map(({ top_logprobs }) =>
    (top_logprobs ?? []).flatMap(({ token, logprob }) => (logprob === null ? [] : [{ token, logprob }])),
  );
  // some servers give the generated token's own probability and no alternatives
  return positions.some((alternatives) => alternatives.length > 0) ? positions : null;
}

/** What the store of replies holds; the same shape as `Completion`. */
export const completionSchema: z.ZodType<Completion> = z.object({
  text: z.string(),
  topLogprobs: z.array(z.array(z.object({ token: z.string(), logprob: z.number() }))).nullable(),
  finishReason: z.string().nullable(),
  usage: z.object({ promptTokens: z.number(), completionTokens: z.number() }).nullable(),
  servedBy: z.object({ model: z.string().nullable(), systemFingerprint: z.string().nullable() }),
});
