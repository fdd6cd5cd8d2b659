// `PROVIDER/MODEL` → the model's name, and where and how it is asked, from data/providers.json. With a base URL given a
// prefix is a part of the model's name, as gateways and vLLM have it; but for Azure, which has no address of its own.
import { UsageError } from "../../core/errors.js";
import { toPublicUrl } from "../../endpoint/client/endpoint-address.js";
import type { EndpointSettings } from "./asking-request.js";
import { readEnvironment } from "./open-endpoint.js";
import { findProvider, type Provider } from "./provider-table.js";

/** The API of Azure's deployments that is asked where no other is named. */
const azureVersion = "2024-10-21";

type Environment = Readonly<Record<string, string | undefined>>;

type WithModel = EndpointSettings & {
  readonly judgeModel?: string | undefined;
  readonly model?: string | undefined;
};

/**
 * The request, its judge's or its own model by the bare name, with its provider's address and key variable, where it names a provider.
 * @throws UsageError (exit 2) for an Azure model without an address, or a provider that a found config file named
 */
export async function settleProvider<Request extends WithModel>(
  request: Request,
  nameIn: "judgeModel" | "model" = "judgeModel",
): Promise<Request> {
  const name = request[nameIn] ?? "";
  const [prefix, model] = splitName(name);
  const provider = findProvider(prefix);
  if (provider === null || model === "") return request;
  const environment = await readEnvironment(request.envFile, request.isEnvFileTrusted);
  const given = request.baseUrl ?? (environment.OPENAI_BASE_URL?.trim() || null);
  const baseUrl =
    prefix === "azure"
      ? azureAddresses([given].flat(), model, environment)
      : given === null || isOwnAddress(given, prefix, provider)
        ? provider.baseUrl
        : null;
  if (baseUrl === null) return request;
  if (request.isProviderTrusted === false)
    throw new UsageError(
      `the model ${name} names the provider ${prefix}, and a config file that was only found may not say who is asked`,
      { hint: "give it as a flag, or name the file with --config" },
    );
  return {
    ...request,
    [nameIn]: model,
    baseUrl,
    apiKeyEnv: request.apiKeyEnv ?? provider.keyVariable ?? undefined,
    provider: prefix,
  };
}

/** Who ask a provider at its own address mean it; but hosts of others' models have names of their own with slashes. */
const isOwnAddress = (given: string | readonly string[], prefix: string, { baseUrl }: Provider): boolean =>
  [given].flat().every((url) => URL.canParse(url) && toPublicUrl(url) === baseUrl) &&
  !/^(?:groq|openrouter|together|fireworks)$/.test(prefix);

function splitName(name: string): [string, string] {
  const at = name.indexOf("/");
  return at < 0 ? ["", name] : [name.slice(0, at), name.slice(at + 1)];
}

function azureAddresses(given: readonly (string | null)[], model: string, environment: Environment) {
  const addresses = given.map((each) => azureAddress(each, model, environment));
  if (addresses.includes(null)) return null;
  return addresses.length === 1 ? addresses[0]! : (addresses as string[]);
}

/** Where a deployment is asked; null where the address is another server's, whose models have names like that. */
function azureAddress(given: string | null, model: string, environment: Environment): string | null {
  const resource = given ?? environment.AZURE_OPENAI_ENDPOINT?.trim();
  if (!resource)
    throw new UsageError(`azure/${model} needs the address of your resource`, {
      hint: "set AZURE_OPENAI_ENDPOINT, or give --base-url https://NAME.openai.azure.com",
    });
  if (!URL.canParse(resource)) return resource;
  const url = new URL(resource);
  const path = url.pathname.replace(/\/+$/, "");
  if (path !== "" && !/^\/openai(?:\/|$)/.test(path)) return null;
  if (/^\/openai\/v1$/.test(path)) return resource;
  if (path === "" || path === "/openai") url.pathname = `/openai/deployments/${encodeURIComponent(model)}`;
  if (!url.searchParams.has("api-version"))
    url.searchParams.set("api-version", environment.OPENAI_API_VERSION?.trim() || azureVersion);
  return url.href;
}
