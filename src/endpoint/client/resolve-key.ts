// The environment and the settings → the key to send, if any.
import { JudgeUnusableError, UsageError } from "../../core/errors.js";
import { readEndpointAddress } from "./endpoint-address.js";

export interface KeyRequest {
  /** `process.env`, with the file of `--env-file` added. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The variable that holds the key: `--api-key-env`. */
  readonly variable: string;
  /** Whether the user named that variable by a flag or the environment; else it is the default. */
  readonly isVariableNamed: boolean;
  readonly baseUrl: string;
}

/** A key, and the variable it came from (for messages); the key is null for a server that needs none. */
export interface ResolvedKey {
  readonly apiKey: string | null;
  readonly variable: string;
}

export const defaultBaseUrl = "https://api.openai.com/v1";

/**
 * Finds the key. A missing key is no failure for another host than OpenAI's: local servers need none, and a server that does says 401.
 * @throws JudgeUnusableError (exit 4) when the variable was named, or OpenAI is asked, and it is unset or blank; when the
 *   key holds what no key can; UsageError (exit 2) when the name of the variable is none, and may be a key
 */
export function resolveKey(request: KeyRequest): ResolvedKey {
  const { environment, variable, isVariableNamed, baseUrl } = request;
  refuseKeyAsName(variable, environment);
  const apiKey = environment[variable]?.trim() || null;
  if (apiKey !== null) refuseBrokenKey(apiKey, variable);
  const isOpenAi = new URL(readEndpointAddress(baseUrl).publicUrl).hostname === "api.openai.com";
  if (apiKey === null && (isVariableNamed || isOpenAi)) {
    throw new JudgeUnusableError(`no API key: the environment variable ${variable} is not set`, {
      hint: `Set ${variable}, name another variable with --api-key-env, or a file that sets it with --env-file.`,
    });
  }
  return { apiKey, variable };
}

/** A key that is given in place of the variable's name must not be shown. */
function refuseKeyAsName(variable: string, environment: KeyRequest["environment"]): void {
  const isName = /^[A-Za-z_][A-Za-z0-9_]*$/.test(variable);
  const looksLikeKey = variable.length >= 20 && /\d/.test(variable) && /[a-z]/.test(variable);
  if (isName && (!looksLikeKey || variable in environment)) return;
  throw new UsageError(
    "--api-key-env names no environment variable; what was given may be a key and is not shown",
    {
      hint: "Put the key into a variable (export NAME=…), and give its name: --api-key-env NAME.",
    },
  );
}

/** What a header cannot carry would be sent in part, or leave the request hanging. */
function refuseBrokenKey(apiKey: string, variable: string): void {
  const at = apiKey.search(/[^\x21-\x7e]/);
  if (at < 0) return;
  const found = apiKey[at]!;
  const what = /[\r\n]/.test(found)
    ? "a line end"
    : /\s/.test(found)
      ? "a blank"
      : found < " " || found === "\x7f"
        ? "a control character"
        : "a character that is not ASCII";
  throw new JudgeUnusableError(
    `the key in ${variable} cannot be sent: it has ${what} at position ${at + 1}`,
    {
      hint: `Set ${variable} to the key alone; keys are letters, digits and punctuation without blanks.`,
    },
  );
}
