// What every command that asks an endpoint understands, and its defaults.
import type { Price } from "../../endpoint/asking/prices.js";
import { type OptionTable, type Resolved, under } from "../options/option-table.js";
import {
  numberBetween,
  onOff,
  parsed,
  repeatedTexts,
  text,
  WrongValue,
  wholeNumberBetween,
} from "../options/option-values.js";

/** Which endpoint is asked, and with which key. */
export interface EndpointSettings {
  readonly baseUrl?: string | undefined;
  /** The environment variable that holds the key, where the user names one. */
  readonly apiKeyEnv?: string | undefined;
  /** Further headers, each `NAME=ENVVAR`: the variable holds the value, which is a secret like the key. */
  readonly header?: readonly string[] | undefined;
  readonly envFile?: string | undefined;
  /** Whether the env file is the user's; one that a config file found on the way names sets nothing but the key. */
  readonly isEnvFileTrusted?: boolean | undefined;
  /** Who is asked, by a name of data/providers.json: `PROVIDER/` before a model's name says so. */
  readonly provider?: string | undefined;
  /** False where a config file that was only found named the model: it may name no provider. */
  readonly isProviderTrusted?: boolean | undefined;
}

export const endpointOptions = {
  ...under("Endpoint:", "none", {
    baseUrl: {
      flag: "--base-url <url>",
      help: "OpenAI-compatible endpoint (default: OPENAI_BASE_URL, else OpenAI's)",
      value: text(),
    },
    apiKeyEnv: {
      flag: "--api-key-env <name>",
      help: "environment variable that holds the key (default: OPENAI_API_KEY)",
      value: text(),
    },
    header: {
      flag: "--header <name=variable>",
      help: "a further header, its value in a variable (repeatable)",
      value: repeatedTexts,
    },
  }),
  envFile: {
    flag: "--env-file <file>",
    help: "file with environment variables",
    heading: "Endpoint:",
    value: text(),
    trust: "inside",
  },
  isEnvFileTrusted: { isLibraryOnly: true, value: onOff },
  provider: { isLibraryOnly: true, value: text() },
  isProviderTrusted: { isLibraryOnly: true, value: onOff },
} satisfies OptionTable<EndpointSettings>;

export interface AskingRequest extends EndpointSettings {
  readonly concurrency?: number | undefined;
  readonly rpm?: number | undefined;
  readonly tpm?: number | undefined;
  readonly budgetUsd?: number | undefined;
  /** USD per million tokens. */
  readonly price?: Price | undefined;
  /** Folder of the store of replies, or `none`. */
  readonly store?: string | undefined;
  /** Never ask, so no key is needed, and the store is only read: a reply that it does not have is an error. */
  readonly storeOnly?: boolean | undefined;
  /** Of one request, in milliseconds. */
  readonly timeoutMs?: number | undefined;
  readonly maxRetries?: number | undefined;
}

export const storeOption = {
  flag: "--store <path>",
  help: "folder of the store of replies, or none (default: the user's cache folder)",
  heading: "Speed, cost and store:",
  value: text("none"),
  // its replies decide rates: whoever made them up would
  trust: "none",
} as const;

export const timeoutOption = {
  flag: "--timeout-ms <n>",
  help: "time for one request",
  heading: "Endpoint:",
  value: wholeNumberBetween(1),
  default: 120_000,
  trust: "any",
} as const;

export const askingOptions = {
  ...endpointOptions,
  timeoutMs: timeoutOption,
  maxRetries: {
    flag: "--max-retries <n>",
    help: "how often a failed request is repeated",
    heading: "Endpoint:",
    value: wholeNumberBetween(0, 1000),
    default: 8,
    trust: "any",
  },
  ...under("Speed, cost and store:", "any", {
    concurrency: {
      flag: "--concurrency <n>",
      help: "requests in flight at most",
      value: wholeNumberBetween(1, 4096),
      default: 16,
    },
    rpm: { flag: "--rpm <n>", help: "requests a minute at most", value: wholeNumberBetween(1) },
    tpm: { flag: "--tpm <n>", help: "tokens a minute at most", value: wholeNumberBetween(1) },
    budgetUsd: {
      flag: "--budget-usd <x>",
      help: "stop before more than this is spent",
      value: numberBetween(0, Number.POSITIVE_INFINITY, true),
    },
    price: {
      flag: "--price <in,out>",
      help: "price in USD per million tokens",
      value: parsed(parsePrice, isPrice, "two numbers are needed: --price 10,30"),
    },
  }),
  store: storeOption,
  storeOnly: {
    flag: "--store-only",
    help: "never ask: a reply that the store does not have is an error",
    heading: "Speed, cost and store:",
    value: onOff,
    trust: "any",
  },
} satisfies OptionTable<AskingRequest>;

export type ResolvedAskingRequest = Resolved<AskingRequest, typeof askingOptions>;

/** The two stages in which a run can be stopped. */
export interface StopSignals {
  /** First stage: ask nothing more, finish what is in flight. */
  readonly stop?: AbortSignal;
  /** Second stage: give up what is in flight too. */
  readonly abort?: AbortSignal;
}

function isPrice(value: unknown): boolean {
  const { inputUsd, outputUsd } = Object(value) as Partial<Price>;
  return inputUsd! >= 0 && outputUsd! >= 0;
}

function parsePrice(given: string): Price {
  const parts = given.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  if (parts.length !== 2) throw new WrongValue("two numbers are needed: --price 10,30");
  return { inputUsd: parts[0]!, outputUsd: parts[1]! };
}
