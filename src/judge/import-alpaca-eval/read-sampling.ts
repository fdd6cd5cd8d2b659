// completions_kwargs → model and request parameters. What names hosts, keys, prices or the way of sending is left
// out and noted; anything else goes to the endpoint as it stands, as the reference does.
import { NotImportable } from "./judge-entry.js";

export interface ImportedSampling {
  readonly model: string;
  readonly sampling: Readonly<Record<string, unknown>>;
  readonly notes: readonly string[];
}

/** The reference's defaults where a file is silent. */
const defaults = { temperature: 0.7, max_tokens: 2048 };
const leftOut =
  /^(?:client_kwargs|openai_\w*|client_config_path|base_url|api_\w+|organization\w*|extra_headers|default_headers|price_per_token|requires_chatml|num_procs|batch_size|is_\w+|sleep_time|user|tokens_to_favor|tokens_to_avoid)$/;
const refused = /^(?:messages|model|stream|n|best_of|model_kwargs)$/;

/** @throws NotImportable naming an argument that changes the verdicts and has no counterpart. */
export function readCompletionSettings(given: Readonly<Record<string, unknown>>): ImportedSampling {
  const { model_name: model, max_tokens, max_tokens_to_sample, max_new_tokens, ...others } = given;
  if (typeof model !== "string") throw new NotImportable("completions_kwargs has no model_name");
  const { functions, function_call: functionCall, ...plain } = others;
  const names = Object.keys(plain);
  const bad = names.find((name) => refused.test(name));
  if (bad !== undefined) throw new NotImportable(`completions_kwargs.${bad} has no counterpart`);
  const dropped = names.filter((name) => leftOut.test(name));
  const maxTokens = max_tokens ?? max_tokens_to_sample ?? max_new_tokens ?? defaults.max_tokens;
  const kept = Object.fromEntries(Object.entries(plain).filter(([name]) => !leftOut.test(name)));
  return {
    model,
    sampling: {
      temperature: defaults.temperature,
      ...kept,
      max_tokens: maxTokens,
      ...asTools(functions, functionCall),
    },
    notes: dropped.length === 0 ? [] : [`left out of completions_kwargs: ${dropped.join(", ")}`],
  };
}

/** `functions` and `function_call` under the names that endpoints take today. */
function asTools(functions: unknown, call: unknown): Record<string, unknown> {
  if (!Array.isArray(functions)) return {};
  const tools = functions.map((definition) => ({ type: "function", function: definition }));
  const { name } = (call ?? {}) as { name?: unknown };
  return typeof name === "string"
    ? { tools, tool_choice: { type: "function", function: { name } } }
    : { tools };
}
