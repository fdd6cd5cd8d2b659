// A model's name → its price, from the dated table data/prices.json.
import { createRequire } from "node:module";

/** USD per million tokens. */
export interface Price {
  readonly inputUsd: number;
  readonly outputUsd: number;
}

interface PriceTable {
  readonly as_of: string;
  readonly models: Readonly<Record<string, { readonly input: number; readonly output: number }>>;
}

const table = createRequire(import.meta.url)("../../../data/prices.json") as PriceTable;

/** The day on which the table's prices were the vendors' list prices (`YYYY-MM-DD`). */
export const pricesAsOf = table.as_of;

/**
 * The list price of a model: by its exact name, else without a vendor before a slash, else without a date at the end
 * (`gpt-4o-2024-08-06`, `claude-sonnet-4-20250514`, `gpt-4-0613`). Null for a model that the table does not know.
 */
export function findPrice(model: string): Price | null {
  const bare = model.slice(model.lastIndexOf("/") + 1);
  const undated = bare.replace(/-(\d{4}-\d{2}-\d{2}|\d{8}|\d{4}|latest)$/, "");
  const name = [model, bare, undated].find((candidate) => Object.hasOwn(table.models, candidate));
  if (name === undefined) return null;
  const { input, output } = table.models[name]!;
  return { inputUsd: input, outputUsd: output };
}

/** What so many tokens cost, in USD. */
export function costUsd(price: Price, promptTokens: number, completionTokens: number): number {
  return (promptTokens * price.inputUsd + completionTokens * price.outputUsd) / 1e6;
}
