// Why a server says that generation ended → whether what came is an answer. Only a finished reply is one: half a text may
// hold a verdict that the whole would have taken back.

/** In OpenAI's words where they have one; `broken` for every other. */
export type FinishReason = "stop" | "length" | "tool_calls" | "content_filter" | "broken";

const reasons: readonly (readonly [FinishReason, RegExp])[] = [
  ["stop", /^(?:stop|eos|eos_token|end_turn|stop_sequence|end|completed?|finished?|endoftext|done|normal)$/],
  [
    "length",
    /^(?:length|max_tokens|max_output_tokens|model_length|max_length|token_limit|model_context_window_exceeded)$/,
  ],
  ["tool_calls", /^(?:tool_calls?|function_call|tool_use)$/],
  [
    "content_filter",
    /^(?:content_?filter|safety|recitation|blocklist|prohibited_content|spii|image_safety|sensitive|refusal|guardrail|moderat|flagged|blocked)/,
  ],
];

/** Null where the server does not say. */
export function readFinishReason(said: unknown): FinishReason | null {
  // SGLang's: {"type": "length", "length": 10}
  if (said !== null && typeof said === "object" && "type" in said) return readFinishReason(said.type);
  if (typeof said !== "string" || said.trim() === "") return null;
  const word = said
    .trim()
    .toLowerCase()
    .replaceAll("-", "_")
    .replace(/^finish_reason_/, "");
  return reasons.find(([, pattern]) => pattern.test(word))?.[0] ?? "broken";
}
