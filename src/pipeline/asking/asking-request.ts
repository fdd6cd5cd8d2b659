// What every command that asks an endpoint understands, and its defaults.
import type { Price } from "../../endpoint/client/prices.js";
import { readShard } from "../../pairs/shard.js";
import { type OptionTable, option, type Resolved, toggle, under } from "../options/option-table.js";
import {
  anyText,
  numberBetween,
  onOff,
  parsed,
  repeatedTexts,
  textOrTexts,
  WrongValue,
  wholeNumberBetween,
} from "../options/option-values.js";

/** Which endpoint is asked, and with which key. */
export interface EndpointSettings {
  /** Several are servers of one model: each request goes to the one with the most free slots. */
  readonly baseUrl?: string | readonly string[] | undefined;
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
    baseUrl: option(
      "<url>",
      "OpenAI-compatible endpoint, or several (default: OPENAI_BASE_URL, else OpenAI's)",
      textOrTexts,
    ),
    apiKeyEnv: option("<name>", "environment variable that holds the key (default: OPENAI_API_KEY)"),
    header: option(
      "<name=variable>",
      "a further header, its value in a variable (repeatable)",
      repeatedTexts,
    ),
  }),
  ...under("Endpoint:", "inside", { envFile: option("<file>", "file with environment variables") }),
  isEnvFileTrusted: { isLibraryOnly: true, value: onOff },
  provider: { isLibraryOnly: true, value: anyText() },
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
  /** Only this part of the instructions, `I/N`. */
  readonly shard?: string | undefined;
  /** Ask in the provider's batches. */
  readonly batch?: boolean | undefined;
  /** False: do not wait for batches, collect what is ready. */
  readonly wait?: boolean | undefined;
  /** A Redis whose workers ask, in place of this process. */
  readonly queue?: string | undefined;
  /** Of one request, in milliseconds. */
  readonly timeoutMs?: number | undefined;
  readonly maxRetries?: number | undefined;
}

export const { store: storeOption } = under("Speed, cost and store:", "none", {
  // its replies decide rates: whoever made them up would
  store: option(
    "<path>",
    "folder of the store of replies, or none (default: the user's cache folder)",
    anyText("none"),
  ),
});

export const { timeoutMs: timeoutOption } = under("Endpoint:", "any", {
  timeoutMs: option("<n>", "time for one request", wholeNumberBetween(1), { default: 120_000 }),
});

const shardNeeded = "a part of so many is needed: --shard 2/8";
const shardText = parsed(
  (given: string) => {
    if (readShard(given) === null) throw new WrongValue(shardNeeded);
    return given;
  },
  (value) => readShard(String(value)) !== null,
  shardNeeded,
);

export const { queue: queueOption } = under("Speed, cost and store:", "none", {
  // texts go there, and its replies decide rates
  queue: option("<url>", "let the workers of a queue ask: redis://host:6379 (lceval worker)"),
});

export const askingOptions = {
  ...endpointOptions,
  timeoutMs: timeoutOption,
  ...under("Endpoint:", "any", {
    maxRetries: option("<n>", "how often a failed request is repeated", wholeNumberBetween(0, 1000), {
      default: 8,
    }),
  }),
  ...under("Speed, cost and store:", "any", {
    concurrency: option("<n>", "requests in flight at most", wholeNumberBetween(1, 4096), { default: 16 }),
    rpm: option("<n>", "requests a minute at most", wholeNumberBetween(1)),
    tpm: option("<n>", "tokens a minute at most", wholeNumberBetween(1)),
    budgetUsd: option(
      "<x>",
      "stop before more than this is spent",
      numberBetween(0, Number.POSITIVE_INFINITY, true),
    ),
    price: option(
      "<in,out>",
      "price in USD per million tokens, in batches the batch's",
      parsed(parsePrice, isPrice, "two numbers are needed: --price 10,30"),
    ),
    batch: toggle("ask in the provider's batches: slower, often at half the price"),
    wait: {
      ...toggle("with --batch: collect what is ready and end; the same command goes on"),
      flag: "--no-wait",
    },
  }),
  ...under("Speed, cost and store:", "none", {
    shard: option("<i/n>", "only this part of the instructions: 2/8 is the second of eight", shardText),
  }),
  queue: queueOption,
  store: storeOption,
  ...under("Speed, cost and store:", "any", {
    storeOnly: toggle("never ask: a reply that the store does not have is an error"),
  }),
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
