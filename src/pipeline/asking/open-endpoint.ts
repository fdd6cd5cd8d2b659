// Settings → the endpoint and the store of replies of a run. The key comes from the environment or an env file, and
// goes nowhere but into requests.
import { OutputError } from "../../core/errors.js";
import type { AskOptions } from "../../endpoint/asking/asker.js";
import type { ChatEndpoint } from "../../endpoint/client/chat-endpoint.js";
import type { EndpointOptions } from "../../endpoint/client/endpoint-options.js";
import type { CostOf } from "../../endpoint/client/prices.js";
import type { ReplyStore } from "../../endpoint/store/reply-store.js";
import { readEnvFile } from "../../io/wire/config-file.js";
import type { ResolvedAskingRequest } from "./asking-request.js";
import { batchesOf, findProvider } from "./provider-table.js";

/** What the endpoint and the store are opened with. */
export type EndpointRequest = Pick<
  ResolvedAskingRequest,
  | "baseUrl"
  | "apiKeyEnv"
  | "header"
  | "envFile"
  | "provider"
  | "isEnvFileTrusted"
  | "timeoutMs"
  | "concurrency"
  | "store"
  | "storeOnly"
  | "price"
>;

export const defaultKeyVariable = "OPENAI_API_KEY";

/** The process's environment with the env file's variables below it. */
export async function readEnvironment(
  envFile: string | undefined,
  isTrusted = true,
): Promise<Readonly<Record<string, string | undefined>>> {
  const all = envFile === undefined ? {} : await readEnvFile(envFile);
  // neither host nor proxy: where a key goes is not for a stranger to say
  const taken = isTrusted ? all : { [defaultKeyVariable]: all[defaultKeyVariable] };
  return { ...taken, ...process.env };
}

/** The base URLs that are asked, one mostly: those given, else the environment's, else OpenAI's. */
export async function resolveBaseUrls(
  request: Pick<EndpointRequest, "baseUrl" | "envFile" | "isEnvFileTrusted">,
) {
  const { defaultBaseUrl } = await import("../../endpoint/client/resolve-key.js");
  const environment = await readEnvironment(request.envFile, request.isEnvFileTrusted);
  const given = request.baseUrl ?? (environment.OPENAI_BASE_URL?.trim() || defaultBaseUrl);
  return { environment, baseUrls: [...new Set([given].flat())] as [string, ...string[]] };
}

/** Where to send, and with which key. @throws JudgeUnusableError (exit 4) when a key is needed and not there */
export async function resolveEndpoints(
  request: EndpointRequest,
): Promise<[EndpointOptions, ...EndpointOptions[]]> {
  const [{ resolveKey }, { resolveHeaders }] = await Promise.all([
    import("../../endpoint/client/resolve-key.js"),
    import("../../endpoint/client/resolve-headers.js"),
  ]);
  const { isAzureHost } = await import("../../endpoint/client/endpoint-address.js");
  const { environment, baseUrls } = await resolveBaseUrls(request);
  const variable = request.apiKeyEnv ?? defaultKeyVariable;
  const isVariableNamed = request.apiKeyEnv !== undefined;
  const isAsked = !request.storeOnly;
  const shared = {
    keyVariable: variable,
    headers: isAsked ? resolveHeaders(request.header ?? [], environment) : {},
    timeoutMs: request.timeoutMs,
    connections: request.concurrency,
    environment,
  };
  const [first, ...others] = baseUrls.map((baseUrl) => ({
    ...shared,
    baseUrl,
    apiKey: isAsked ? resolveKey({ environment, variable, isVariableNamed, baseUrl }).apiKey : null,
    isAzure: request.provider === "azure" || isAzureHost(baseUrl),
  }));
  return [first!, ...others];
}

/** @throws UsageError for a base URL that is none, JudgeUnusableError (exit 4) when a key is needed and not there */
export async function openEndpoint(
  request: EndpointRequest,
  words: Pick<EndpointOptions, "whereIsParameter" | "modelOption"> = {},
): Promise<ChatEndpoint> {
  const { createChatEndpoint } = await import("../../endpoint/client/chat-endpoint.js");
  const options = await resolveEndpoints(request);
  const endpoints = options.map((each) => createChatEndpoint({ ...each, ...words }));
  if (endpoints.length === 1) return endpoints[0]!;
  const { spreadOver } = await import("../../endpoint/asking/spread-endpoints.js");
  return spreadOver(endpoints, request.concurrency);
}

/** What a run asks by. */
export interface OpenedEndpoint {
  readonly endpoint: ChatEndpoint;
  readonly stores: Stores;
  readonly price: CostOf | null;
}

/** The endpoint that requests go to, and how they are asked otherwise than the request says, where they are. */
export interface WayOfSending {
  readonly endpoint: ChatEndpoint;
  readonly ways: Partial<AskOptions>;
}

export interface RunToTell {
  /** The file that it is for. */
  readonly output: string;
  /** Told what goes on, a line each. */
  readonly onNotice?: ((line: string) => void) | undefined;
}

/** The stores of the models of a run, each by its model's name. */
export interface Stores {
  readonly of: (model: string) => ReplyStore;
  close(): Promise<void>;
}

/**
 * @param isReadOnly nothing will be put into them, and nothing is made on the disk
 * @throws OutputError when the store's folder cannot be written
 */
export async function openStores(
  request: Pick<EndpointRequest, "store" | "storeOnly">,
  { publicUrl, models, isReadOnly = request.storeOnly ?? false }: StoresOfRun,
): Promise<Stores> {
  const { noStore, openReplyStore } = await import("../../endpoint/store/reply-store.js");
  if (request.store === "none") return { of: () => noStore, close: async () => {} };
  const { storeHint } = await import("../../endpoint/store/store-folder.js");
  const folder = await storeFolderOf(request);
  const stores = new Map<string, ReplyStore>();
  for (const model of new Set(models)) {
    const store = await openReplyStore({ folder, publicUrl, model, isReadOnly }).catch((error: unknown) => {
      if (!(error instanceof OutputError) || error.hint !== undefined) throw error;
      throw new OutputError(error.message, { hint: storeHint, cause: error });
    });
    stores.set(model, store);
  }
  return {
    of: (model) => stores.get(model)!,
    async close() {
      for (const store of stores.values()) await store.close();
    },
  };
}

interface StoresOfRun {
  readonly publicUrl: string;
  readonly models: readonly string[];
  readonly isReadOnly?: boolean;
}

/** The folder of the store of replies. */
export const storeFolderOf = async ({ store }: Pick<EndpointRequest, "store">): Promise<string> =>
  store ?? (await import("../../endpoint/store/store-folder.js")).defaultStoreFolder(process.env);

/** The price given, else the list prices of who is asked (in batches less, by a factor), else null. */
export async function resolvePrice(
  request: EndpointRequest & { readonly batch?: boolean | undefined },
  models: readonly string[],
): Promise<CostOf | null> {
  const { listPrices, statedPrice } = await import("../../endpoint/client/prices.js");
  if (request.price !== undefined) return statedPrice(request.price);
  const [baseUrl] = (await resolveBaseUrls(request)).baseUrls;
  const provider = findProvider(request.provider ?? "")?.prices ?? null;
  const listed = await listPrices(models, { provider, baseUrl });
  if (listed === null || !request.batch) return listed;
  const { priceFactor } = batchesOf(request, baseUrl);
  return (...asked) => priceFactor * listed(...asked);
}
