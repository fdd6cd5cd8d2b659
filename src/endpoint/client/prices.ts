// A model at a provider → what its requests cost: by the price that is stated, else by the list prices of
// @pydantic/genai-prices, with the tiers of long prompts and what a cache saves. A name alone has no price: a local
// server's `deepseek-r1:7b` is not DeepSeek's.
import type { TokenUsage } from "./completion.js";

/** USD per million tokens. */
export interface Price {
  readonly inputUsd: number;
  readonly outputUsd: number;
}

/** What a request cost, in USD; by the price of the model that served it, where that one is known. */
export type CostOf = (usage: TokenUsage, model: string, servedModel?: string | null) => number;

export interface Offer {
  /** Its name in the table of prices; null where only the address says who it is. */
  readonly provider: string | null;
  readonly baseUrl: string;
}

export const statedPrice =
  ({ inputUsd, outputUsd }: Price): CostOf =>
  ({ promptTokens, completionTokens }) =>
    (promptTokens * inputUsd + completionTokens * outputUsd) / 1e6;

const anyUsage: TokenUsage = { promptTokens: 1, completionTokens: 1 };

/** The list prices of a provider; null where it is not known, or not the price of each of the models. */
export async function listPrices(
  models: readonly string[],
  { provider, baseUrl }: Offer,
): Promise<CostOf | null> {
  // no provider is asked without TLS, and the table takes time to load
  if (provider === null && !baseUrl.startsWith("https:")) return null;
  const { calcPrice, findProvider } = await import("@pydantic/genai-prices");
  const found = findProvider(provider === null ? { providerApiUrl: baseUrl } : { providerId: provider });
  if (found === undefined) return null;
  const cost = (usage: TokenUsage, model: string) => {
    const { promptTokens: input_tokens, completionTokens: output_tokens, cachedTokens = 0 } = usage;
    const cache_read_tokens = Math.min(cachedTokens, input_tokens);
    const units = { input_tokens, output_tokens, ...(cache_read_tokens > 0 && { cache_read_tokens }) };
    return calcPrice(units, model, { provider: found })?.total_price ?? null;
  };
  if (models.some((model) => cost(anyUsage, model) === null)) return null;
  return (usage, model, servedModel) =>
    (servedModel ? cost(usage, servedModel) : null) ?? cost(usage, model)!;
}
