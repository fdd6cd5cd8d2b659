// What every command that asks an endpoint understands, and its defaults.
import type { Price } from "../../endpoint/asking/prices.js";

/** Which endpoint is asked, and with which key. */
export interface EndpointSettings {
  readonly baseUrl?: string | undefined;
  /** Whether the base URL comes from the user, not from a config file found on the way. */
  readonly isHostTrusted?: boolean;
  /** The environment variable that holds the key, where the user names one. */
  readonly apiKeyEnv?: string | undefined;
  readonly envFile?: string | undefined;
  /** Whether the env file is the user's; one that a config file found on the way names cannot set the host. */
  readonly isEnvFileTrusted?: boolean;
}

export interface AskingRequest extends EndpointSettings {
  readonly concurrency?: number;
  readonly rpm?: number | undefined;
  readonly tpm?: number | undefined;
  readonly budgetUsd?: number | undefined;
  /** USD per million tokens. */
  readonly price?: Price | undefined;
  /** Folder of the store of replies, or `none`. */
  readonly store?: string | undefined;
  /** Never ask, so no key is needed, and the store is only read: a reply that it does not have is an error. */
  readonly storeOnly?: boolean;
  readonly timeoutMs?: number;
  readonly maxRetries?: number;
}

/** The defaults of every command that asks. */
export const askingDefaults = { concurrency: 16, timeoutMs: 120_000, maxRetries: 8 } as const;

export type ResolvedAskingRequest = AskingRequest &
  Required<Pick<AskingRequest, keyof typeof askingDefaults>>;

/** The two stages in which a run can be stopped. */
export interface StopSignals {
  /** First stage: ask nothing more, finish what is in flight. */
  readonly stop?: AbortSignal;
  /** Second stage: give up what is in flight too. */
  readonly abort?: AbortSignal;
}
