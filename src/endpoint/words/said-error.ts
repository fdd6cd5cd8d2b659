// The body of an error, as servers of many kinds write it → the sentence that says why, its codes, the parameter it is
// about. Read by what stands in it, not by one server's schema: gateways wrap the reason of the server behind them as a
// text inside a member, validators list problems, proxies send pages.
import { parseLenientJson } from "./lenient-json.js";

export interface SaidError {
  /** The reply's status; where that is a success, the one that its body names, else the reply's. */
  readonly status: number;
  /** The innermost sentence, or the page's title; empty where nothing is said. */
  readonly message: string;
  /** Everything that is said, for recognition: sentences and codes, without what the server repeats of the request. */
  readonly words: string;
  /** Codes and types, as written; numbers are statuses again and no codes. */
  readonly codes: readonly string[];
  /** The member of the request that the server names; null where it names none. */
  readonly parameter: string | null;
  /** Nothing is said, or a page of something that stands before the endpoint. */
  readonly isBare: boolean;
  readonly isPage: boolean;
}

/** What repeats the request, or says nothing about why. */
const passedOver =
  /^(?:content|response|text|input|flagged_input|messages|prompt|ctx|request|body|stack|stacktrace|traceback|url|links?|help|docs?|domain|@type|provider_name|user_id|request_id|id|object)$/i;
const codeKeys = /^(?:code|type|status|reason|reasons|error_type|error_code|kind|__type)$/i;
const mostWords = 4000;
const deepest = 8;

interface Found {
  readonly sentences: { readonly text: string; readonly depth: number }[];
  readonly codes: string[];
  readonly statuses: number[];
  parameter: string | null;
}

/** @param text the body, free of secrets */
export function readSaidError(status: number, text: string): SaidError {
  const body = parseLenientJson(text);
  if (body === undefined || body === null || typeof body !== "object") return readPage(status, text);
  const found: Found = { sentences: [], codes: [], statuses: [], parameter: null };
  collect(body, "", 0, found);
  const { sentences, codes, statuses, parameter } = found;
  const message = innermost(sentences) ?? codes[0] ?? "";
  const words = [...sentences.map((sentence) => sentence.text), ...codes].join("\n").slice(0, mostWords);
  const isBare = words === "";
  return {
    status: status < 300 ? (statuses[0] ?? status) : status,
    ...{ message, words, codes, parameter, isBare },
    isPage: false,
  };
}

/** The deepest sentence, of several the longest; single words are names, and count where there is nothing else. */
function innermost(said: Found["sentences"]): string | undefined {
  const sentences = said.filter(({ text }) => /\s/.test(text));
  const rank = ({ text, depth }: Found["sentences"][number]) => 1e6 * depth + Math.min(text.length, 1e6 - 1);
  return (sentences.length > 0 ? sentences : said).sort((a, b) => rank(b) - rank(a))[0]?.text;
}

function readPage(status: number, text: string): SaidError {
  const isPage = /^\s*(?:<!doctype|<html|<\?xml)/i.test(text);
  const title = /<(title|h1)[^>]*>([^<]{1,200})<\/\1/i.exec(text)?.[2];
  const message = (isPage ? (title ?? "a page without a title") : text.slice(0, mostWords)).trim();
  const isBare = isPage || message === "";
  return { status, message, words: message, codes: [], parameter: null, isBare, isPage };
}

function collect(value: unknown, key: string, depth: number, found: Found): void {
  if (depth > deepest || passedOver.test(key)) return;
  if (typeof value === "string") collectText(value, key, depth, found);
  if (typeof value === "number" && codeKeys.test(key) && value >= 400 && value < 600)
    found.statuses.push(value);
  if (key === "loc" && Array.isArray(value)) found.parameter ??= lastName(value);
  else if (value !== null && typeof value === "object")
    for (const [name, member] of Object.entries(value))
      collect(member, Array.isArray(value) ? key : name, depth + 1, found);
}

function collectText(text: string, key: string, depth: number, found: Found): void {
  const said = text.trim();
  if (said === "" || /^(?:none|null|error)$/i.test(said)) return;
  const inner = /^[[{]/.test(said) ? parseLenientJson(said) : undefined;
  if (inner !== undefined) collect(inner, key, depth + 1, found);
  else if (/^param(?:eter)?$/i.test(key)) found.parameter ??= said;
  else if (/^[45]\d\d$/.test(said) && codeKeys.test(key)) found.statuses.push(Number(said));
  else if (codeKeys.test(key)) {
    if (!/^\d+$/.test(said)) found.codes.push(said);
  } else found.sentences.push({ text: said, depth });
}

/** Where validators say what is wrong: ["body", "logprobs"]. */
const lastName = (path: readonly unknown[]): string | null =>
  path.filter((name) => typeof name === "string" && name !== "body").map(String)[0] ?? null;

/** A status and a reason as they are shown. */
export const describeSaid = ({ status, message, parameter, isPage }: SaidError): string => {
  const about = parameter !== null && status !== 401 && !message.includes(parameter) ? `${parameter}: ` : "";
  if (isPage) return `${status} (a page, “${message}”)`;
  return message === "" ? `${status} (no words)` : `${status} ${about}${message}`;
};
