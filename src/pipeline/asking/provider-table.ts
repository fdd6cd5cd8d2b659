// The providers whose models can be named as PROVIDER/MODEL, from data/providers.json.
import { packageJson } from "../../core/package-file.js";
import type { BatchInterface } from "../../endpoint/batch/batch-interface.js";
import { isAzureHost, toPublicUrl } from "../../endpoint/client/endpoint-address.js";
import type { EndpointSettings } from "./asking-request.js";

export interface Provider {
  readonly baseUrl: string | null;
  readonly keyVariable: string | null;
  /** Its name in the table of prices; null for servers of one's own. */
  readonly prices: string | null;
  /** What is peculiar to its batches; none where it has no interface of OpenAI's shape. */
  readonly batch?: Partial<BatchInterface>;
}

const table = packageJson<{ readonly providers: Readonly<Record<string, Provider>> }>("data/providers.json");

export const findProvider = (name: string): Provider | null =>
  Object.hasOwn(table.providers, name) ? table.providers[name]! : null;

/** Of a server that nothing is known of: OpenAI's interface, at the full price. */
const plainBatches: BatchInterface = {
  priceFactor: 1,
  mostRequests: 50_000,
  mostBytes: 100e6,
  path: "/v1/chat/completions",
  purpose: "batch",
  uploadPath: "/files",
  isInline: false,
};

/** How batches are sent to an address; where nothing is known of it, in OpenAI's way and at the full price. */
export function batchesOf({ provider }: EndpointSettings, baseUrl: string): BatchInterface {
  const publicUrl = toPublicUrl(baseUrl);
  const known =
    provider === undefined
      ? isAzureHost(baseUrl)
        ? table.providers.azure
        : Object.values(table.providers).find((each) => each.baseUrl === publicUrl)
      : findProvider(provider);
  return { ...plainBatches, ...known?.batch };
}
