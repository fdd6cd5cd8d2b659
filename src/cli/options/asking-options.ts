// Options of every command that asks an endpoint. Defaults are those of `askingDefaults`.
import { type Command, InvalidArgumentError } from "@commander-js/extra-typings";
import { numberBetween, wholeNumberBetween } from "./option-values.js";

/** Where to ask, and with which key. */
export function addEndpointOptions(command: Command): Command {
  return command
    .option("--base-url <url>", "OpenAI-compatible endpoint (default: OPENAI_BASE_URL, else OpenAI's)")
    .option("--api-key-env <name>", "environment variable that holds the key (default: OPENAI_API_KEY)")
    .option("--env-file <file>", "file with environment variables") as unknown as Command;
}

/** How fast, for how much, and through which store. */
export function addLimitOptions(command: Command): Command {
  return command
    .option("--concurrency <n>", "requests in flight at most", wholeNumberBetween(1, 4096), 16)
    .option("--rpm <n>", "requests a minute at most", wholeNumberBetween(1))
    .option("--tpm <n>", "tokens a minute at most", wholeNumberBetween(1))
    .option(
      "--budget-usd <x>",
      "stop before more than this is spent",
      numberBetween(0, Number.POSITIVE_INFINITY, true),
    )
    .option("--price <in,out>", "price in USD per million tokens", parsePrice)
    .option("--dry-run", "say what would be asked and what it would cost, and show one request")
    .option("--store <path>", "folder of the store of replies, or none (default: the user's cache folder)")
    .option("--store-only", "never ask: a reply that the store does not have is an error")
    .option("--timeout-ms <n>", "time for one request", wholeNumberBetween(1), 120_000)
    .option(
      "--max-retries <n>",
      "how often a failed request is repeated",
      wholeNumberBetween(0, 1000),
      8,
    ) as unknown as Command;
}

function parsePrice(text: string): { inputUsd: number; outputUsd: number } {
  const parts = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  if (parts.length !== 2 || parts.some((part) => !(part >= 0)))
    throw new InvalidArgumentError("two numbers are needed: --price 10,30");
  return { inputUsd: parts[0]!, outputUsd: parts[1]! };
}
