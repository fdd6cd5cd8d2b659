// The environment and the settings → the key to send, if any.
import { JudgeUnusableError } from "../../core/errors.js";
import { readEndpointAddress } from "./endpoint-address.js";

export interface KeyRequest {
  /** `process.env`, with the file of `--env-file` added. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The variable that holds the key: `--api-key-env`. */
  readonly variable: string;
  /** Whether the user named that variable by a flag or the environment; else it is the default. */
  readonly isVariableNamed: boolean;
  readonly baseUrl: string;
  /** Whether the base URL comes from a flag, the environment or lceval itself, not from a config file found on the way. */
  readonly isHostTrusted: boolean;
}

/** A key, and the variable it came from (for messages); the key is null for a server that needs none. */
export interface ResolvedKey {
  readonly apiKey: string | null;
  readonly variable: string;
}

export const defaultBaseUrl = "https://api.openai.com/v1";

/**
 * Finds the key. A host that only a discovered config file names gets none unless the user named the variable. A missing
 * key is no failure for another host than OpenAI's: local servers need none, and a server that does says 401.
 *
 * @throws JudgeUnusableError (exit 4) when the variable was named, or OpenAI is asked, and it is unset or blank.
 */
export function resolveKey(request: KeyRequest): ResolvedKey {
  const { environment, variable, isVariableNamed, baseUrl, isHostTrusted } = request;
  if (!isHostTrusted && !isVariableNamed) return { apiKey: null, variable };
  const apiKey = environment[variable]?.trim() || null;
  const isOpenAi = new URL(readEndpointAddress(baseUrl).publicUrl).hostname === "api.openai.com";
  if (apiKey === null && (isVariableNamed || isOpenAi)) {
    throw new JudgeUnusableError(`no API key: the environment variable ${variable} is not set`, {
      hint: `Set ${variable}, name another variable with --api-key-env, or a file that sets it with --env-file.`,
    });
  }
  return { apiKey, variable };
}
