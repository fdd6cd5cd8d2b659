// Which member of the request a server does not take, from what it says.
import type { SaidError } from "../words/said-error.js";

/** Members that lceval or a judge may send; servers name them with and without quotes. */
const parameters = [
  "max_completion_tokens",
  "max_tokens",
  "top_logprobs",
  "logprobs",
  "temperature",
  "top_p",
  "top_k",
  "seed",
  "stop",
  "response_format",
  "reasoning_effort",
  "tool_choice",
  "tools",
  "chat_template_kwargs",
  "frequency_penalty",
  "presence_penalty",
];
/** The name that a gateway's upstream has for it. */
const otherNames: Readonly<Record<string, string>> = {
  max_output_tokens: "max_tokens",
  max_new_tokens: "max_tokens",
  num_predict: "max_tokens",
  stop_sequences: "stop",
  response_schema: "response_format",
};
/** What of the request is the question itself. */
const questionMembers = /^(?:messages|input|inputs|prompt|contents?|query)$/i;
/** Words that turn a parameter down. */
const turnsDown =
  /\b(?:not|un)[ -]?(?:support|recogni[sz]|allow|permit|enabl|avail|accept|expect|known)|\b(?:unsupported|unrecognized|unknown|unexpected|unavailable|invalid|deprecated|extra inputs?|cannot|only the default)\b|\b(?:must|should) be\b|\b(?:greater|less|larger|smaller|more) than\b|\bat (?:least|most)\b|\btoo (?:large|small|high|low)\b|\bdoes ?n[o']t (?:accept|take|support)|\bout of range\b|>=|<=/i;

/** The parameter that an error turns down, under the name that we send it by. @param sent the names that were sent */
export function findParameter(
  { message, words, parameter, codes }: SaidError,
  sent: readonly string[],
): string | null {
  const named = (parameter ?? "").split(/[.[]/)[0]!;
  const ours = (name: string) => (sent.includes(name) ? name : ourName(name, sent));
  if (questionMembers.test(named)) return null;
  if (named !== "" && (sent.includes(named) || isKnown(named))) return ours(named);
  if (
    !turnsDown.test(words) &&
    !codes.some((code) => /parameter|param|extra_forbidden|unsupported/i.test(code))
  )
    return null;
  const names = [...new Set([...sent, ...parameters, ...Object.keys(otherNames)])];
  const quoted = names.find((name) => new RegExp(`["'\`]${name}["'\`]`).test(message));
  // a word of the language counts only in quotes
  const bare = names.find(
    (name) => /_|logprobs/.test(name) && new RegExp(`\\b${name}\\b`, "i").test(message),
  );
  const word = names.find((name) => new RegExp(`^\\W*(?:the )?${name}\\b`, "i").test(message));
  const found = quoted ?? bare ?? word;
  return found === undefined ? null : ours(found);
}

const isKnown = (name: string): boolean => parameters.includes(name) || name in otherNames;

function ourName(name: string, sent: readonly string[]): string {
  const plain = otherNames[name] ?? name;
  const others = plain === "max_tokens" ? ["max_tokens", "max_completion_tokens"] : [plain];
  return others.find((other) => sent.includes(other)) ?? plain;
}
