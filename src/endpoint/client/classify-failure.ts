// What one attempt threw or received → what it means for the question and for the run: first by what is known of servers'
// words and codes, then by the status.
import { type KnownMeaning, recognizeError } from "../words/known-errors.js";
import { findParameter } from "../words/known-parameters.js";
import { describeSaid, readSaidError, type SaidError } from "../words/said-error.js";
import { type Failure, type FatalCause, transient } from "./failure.js";
import { readDurationMs, readRetryAfterMs } from "./rate-headers.js";
import { quoteForeignMessage } from "./redact.js";
import type { ServerReply } from "./transport.js";

export interface AttemptContext {
  /** The wall clock, for `Retry-After` dates. */
  readonly nowMs: number;
  /** The names of the sampling parameters that were sent. */
  readonly sampling: readonly string[];
}

const tlsCode = /^(CERT_|ERR_TLS|ERR_SSL|EPROTO|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|HOSTNAME_MISMATCH)/;
const neverSentCodes = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "EPROXY",
]);

/** A request that got no whole response. */
export function classifyConnection(error: unknown): Failure {
  const codes = codesOf(error);
  const words = quoteForeignMessage(innermostMessage(error));
  const detail = codes.length > 0 && !words.includes(codes[0]!) ? `${words} (${codes[0]})` : words;
  if (codes.some((code) => /^E[MN]FILE$/.test(code)))
    return transient({
      detail: `too many files are open (${codes[0]}): raise the limit (ulimit -n) or lower --concurrency`,
      isUnreached: true,
      isPerhapsBilled: false,
    });
  if (codes.some((code) => tlsCode.test(code))) return { kind: "fatal", cause: "tls", isBare: false, detail };
  const isPerhapsBilled = !codes.some((code) => neverSentCodes.has(code));
  return transient({ detail, isUnreached: true, isPerhapsBilled });
}

/** A reply that came whole, with an error's status or an error in its body. */
export function classifyReply(reply: ServerReply, context: AttemptContext): Failure {
  const said = readSaidError(reply.status, reply.text);
  const detail = quoteForeignMessage(describeSaid(said));
  if (reply.status >= 300 && reply.status < 400) {
    return { kind: "fatal", cause: "redirect", isBare: false, detail: describeRedirect(reply) };
  }
  const meaning = recognizeError(said);
  if (meaning === "busy" || (meaning === null && said.status === 429)) {
    return passing(said, reply, context, { isOverload: true });
  }
  if (meaning === "too-long" || meaning === "policy") return ofOneQuestion(meaning, detail);
  const parameter = isTurnedDown(said, meaning) ? findParameter(said, context.sampling) : null;
  if (parameter !== null) return { kind: "bad-parameter", parameter, detail };
  if (meaning === "quota")
    return { kind: "fatal", cause: meaning, isBare: false, detail: withWait(detail, reply, context) };
  if (meaning !== null) return { kind: "fatal", cause: meaning, isBare: said.isBare, detail };
  return classifyStatus(said, reply, context);
}

const ofOneQuestion = (meaning: "too-long" | "policy", detail: string): Failure =>
  meaning === "policy" ? { kind: "refused", detail } : { kind: "too-long", detail };

/** Whether an error may be about a parameter: nothing that weighs more is known of it. */
const isTurnedDown = ({ status }: SaidError, meaning: KnownMeaning | null): boolean =>
  (meaning === null || meaning === "model" || meaning === "route") &&
  (status < 300 || (status >= 400 && status < 500 && status !== 401 && status !== 402));

const causeByStatus: Readonly<Record<number, FatalCause>> = { 401: "key", 402: "quota", 405: "route" };

function classifyStatus(said: SaidError, reply: ServerReply, context: AttemptContext): Failure {
  const { status, isBare, isPage } = said;
  const detail = quoteForeignMessage(describeSaid(said));
  const cause = causeByStatus[status] ?? (status === 404 && isBare ? "route" : undefined);
  if (cause !== undefined) return { kind: "fatal", cause, isBare, detail };
  if (status === 451) return { kind: "refused", detail };
  if (status === 413) return { kind: "too-long", detail };
  if (status < 400) return transient({ detail, status, isUnreached: true });
  if ([407, 408, 409, 425].includes(status) || status >= 500) {
    return passing(said, reply, context, { isOverload: status === 503 || status === 529 });
  }
  return { kind: "rejected", status, isBare, detail: isPage ? `${detail}: a firewall?` : detail };
}

function passing(
  said: SaidError,
  reply: ServerReply,
  context: AttemptContext,
  { isOverload }: { readonly isOverload: boolean },
): Failure {
  return transient({
    detail: quoteForeignMessage(describeSaid(said)),
    status: said.status,
    retryAfterMs: readDelayMs(reply, context),
    isOverload,
    // a gateway's page, or the proxy's own, not an endpoint's error
    isUnreached: reply.status === 407 || (said.isBare && !isOverload),
    isPerhapsBilled: said.status === 408 || said.status === 504,
  });
}

const readDelayMs = ({ headers, text }: ServerReply, { nowMs }: AttemptContext): number | null =>
  readRetryAfterMs(headers, nowMs) ?? readSaidDelayMs(text);

function withWait(detail: string, reply: ServerReply, context: AttemptContext): string {
  const delayMs = readDelayMs(reply, context);
  return delayMs === null ? detail : `${detail} (it asks to wait ${Math.ceil(delayMs / 1000)} s)`;
}

/** How long a server asks to wait in its words: "try again in 7m12s", "retry in 34.07s", "retryDelay": "34s". */
function readSaidDelayMs(text: string): number | null {
  const said = /\b(?:try again|retry) (?:in|after) (\d[\d.hms]*)|"retryDelay":\s*"(\d[\d.hms]*)"/i.exec(text);
  return readDurationMs((said?.[1] ?? said?.[2])?.replace(/\.+$/, ""));
}

function describeRedirect({ status, headers }: ServerReply): string {
  const location = headers.get("location") ?? "another address";
  return `${status} redirects to ${quoteForeignMessage(location.replace(/[?#].*/, ""))}`;
}

/** The codes of an error and of what caused it, outermost first. */
function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const { code } = error as NodeJS.ErrnoException;
  const inner = error instanceof AggregateError ? error.errors : [error.cause];
  return [...(typeof code === "string" ? [code] : []), ...inner.flatMap(codesOf)];
}

function innermostMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause;
  return inner instanceof Error ? innermostMessage(inner) : error.message || error.name;
}
