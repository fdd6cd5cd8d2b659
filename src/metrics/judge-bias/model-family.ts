// A model's (or judge's) name → its family, to flag a judge that may be judging its own kin. Judges favour their own
// outputs (Panickssery, Bowman & Feng, LLM Evaluators Recognize and Favor Their Own Generations, 2024). By name only: the
// first family below that the name mentions, so a model tuned from another's base may count as that other's kin.
const families: readonly { readonly name: string; readonly pattern: RegExp }[] = [
  {
    name: "OpenAI",
    pattern: /(^|[^a-z])((chat)?gpt(?!-?(4all|j|neo))|text[-_]davinci|o[134]([-_]|$)|openai)/,
  },
  { name: "Anthropic", pattern: /(^|[^a-z])(claude|anthropic)/ },
  { name: "Google", pattern: /(^|[^a-z])(gemini|gemma|palm|bard|google)/ },
  { name: "Mistral", pattern: /(^|[^a-z])(mistral|mixtral|ministral|codestral)/ },
  { name: "Qwen", pattern: /(^|[^a-z])(qwen|qwq)/ },
  { name: "DeepSeek", pattern: /(^|[^a-z])deepseek/ },
  { name: "Cohere", pattern: /(^|[^a-z])(cohere|command-r|aya)/ },
  { name: "Microsoft", pattern: /(^|[^a-z])(microsoft|phi[-_]?\d)/ },
  { name: "xAI", pattern: /(^|[^a-z])grok/ },
  { name: "Yi", pattern: /(^|[^a-z])yi[-_]\d/ },
  { name: "Meta", pattern: /(^|[^a-z])(code)?llama/ },
];

/**
 * The family that a name tells; null for an unknown one.
 *
 * @example modelFamily("gpt4_1106_preview") // "OpenAI"
 */
export function modelFamily(name: string): string | null {
  const lower = name.toLowerCase();
  return families.find(({ pattern }) => pattern.test(lower))?.name ?? null;
}
