// What the user set, and what the endpoint's settings come to without it → each with its value as it may be shown, and
// where it came from.
import { present } from "../../core/present.js";
import { toPublicUrl } from "../../endpoint/client/endpoint-address.js";
import { createRedact, quoteForeignMessage } from "../../endpoint/client/redact.js";
import type { EndpointSettings } from "../asking/asking-request.js";
import { defaultKeyVariable, readEnvironment } from "../asking/open-endpoint.js";

/** A setting as it was written, and where. */
export interface GivenSetting {
  readonly setting: string;
  readonly value: unknown;
  readonly source: string;
}

interface SettingsToDescribe extends EndpointSettings {
  readonly store?: string | undefined;
  /** Every setting that is not left at its default. */
  readonly settings: readonly GivenSetting[];
}

/**
 * Keys are not shown, and of URLs only scheme, host and path.
 * @throws InputError (exit 3) for an env file that cannot be read
 */
export async function describeSettings(request: SettingsToDescribe): Promise<GivenSetting[]> {
  const environment = await readEnvironment(request.envFile, request.isEnvFileTrusted);
  const variable = request.apiKeyEnv ?? defaultKeyVariable;
  const redact = createRedact([environment[variable]?.trim() ?? ""]);
  const settings = [...request.settings, ...(await settleEndpoint(request, environment, variable))];
  return settings.map((each) => ({ ...each, value: redact(showValue(each.value)) }));
}

/** The settings that every question depends on, where no flag, variable of lceval or config file sets them. */
async function settleEndpoint(
  request: SettingsToDescribe,
  environment: Readonly<Record<string, string | undefined>>,
  variable: string,
): Promise<GivenSetting[]> {
  const [{ defaultBaseUrl }, { defaultStoreFolder }] = await Promise.all([
    import("../../endpoint/client/resolve-key.js"),
    import("../../endpoint/store/store-folder.js"),
  ]);
  const sourceOf = (name: string) =>
    process.env[name]?.trim()
      ? `environment: ${name}`
      : environment[name]?.trim()
        ? request.envFile!
        : "default";
  const isSet = Boolean(environment[variable]?.trim());
  const url = environment.OPENAI_BASE_URL?.trim();
  return present([
    request.baseUrl === undefined && {
      setting: "base-url",
      value: url || defaultBaseUrl,
      source: sourceOf("OPENAI_BASE_URL"),
    },
    {
      setting: "API key",
      value: isSet ? "set (not shown)" : "not set",
      source: isSet ? sourceOf(variable) : `looked for in ${variable}`,
    },
    request.store === undefined && {
      setting: "store",
      value: defaultStoreFolder(process.env),
      source: "default",
    },
  ]);
}

/** A value as it may be shown: of URLs only what is public, nothing shaped like a key, on one line. */
function showValue(value: unknown): string {
  if (Array.isArray(value)) return value.map(showValue).join(", ");
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? toPublicUrl(text) : quoteForeignMessage(text);
}
