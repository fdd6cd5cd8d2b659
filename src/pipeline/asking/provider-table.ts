// The providers whose models can be named as PROVIDER/MODEL, from data/providers.json.
import { createRequire } from "node:module";

export interface Provider {
  readonly baseUrl: string | null;
  readonly keyVariable: string | null;
  /** Its name in the table of prices; null for servers of one's own. */
  readonly prices: string | null;
}

const table = createRequire(import.meta.url)("../../../data/providers.json") as {
  readonly providers: Readonly<Record<string, Provider>>;
};

export const findProvider = (name: string): Provider | null =>
  Object.hasOwn(table.providers, name) ? table.providers[name]! : null;
