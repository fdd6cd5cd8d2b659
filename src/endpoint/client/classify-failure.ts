// What one attempt threw or received → what it means for the question and for the run. Decided by status and code; the
// server's words are read only where it names no code at all.
import { APIError } from "openai";
import type { Failure } from "./failure.js";
import { quoteForeignMessage } from "./redact.js";
import { readRetryAfterMs } from "./retry-after.js";

export interface AttemptContext {
  /** Whether the caller's signal, or the attempt's deadline, ended it. */
  readonly ended: "aborted" | "timeout" | null;
  /** The wall clock, for `Retry-After` dates. */
  readonly nowMs: number;
  /** The names of the sampling parameters that were sent. */
  readonly sampling: readonly string[];
}

const quotaCodes = new Set([
  "insufficient_quota",
  "billing_hard_limit_reached",
  "billing_not_active",
  "insufficient_balance",
]);
const filterCodes = new Set([
  "content_filter",
  "content_policy_violation",
  "invalid_prompt",
  "ResponsibleAIPolicyViolation",
]);
const modelCodes = new Set(["model_not_found", "unknown_model", "invalid_model", "DeploymentNotFound"]);
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

export function classifyFailure(error: unknown, context: AttemptContext): Failure {
  if (context.ended === "aborted") return { kind: "aborted" };
  if (context.ended === "timeout") {
    return transient({ reason: "timeout", detail: "no complete reply before the deadline" });
  }
  if (error instanceof APIError && error.status !== undefined) return classifyStatus(error, context);
  return classifyConnection(error);
}

/** A reply that came whole and is no chat completion. */
export function classifyInvalidReply(problem: string): Failure {
  return transient({ detail: quoteForeignMessage(problem), isUnreached: true });
}

type Transient = Extract<Failure, { kind: "transient" }>;

function transient(what: Partial<Transient> & { detail: string }): Transient {
  return {
    kind: "transient",
    reason: "http",
    status: null,
    retryAfterMs: null,
    isOverload: false,
    isUnreached: false,
    isPerhapsBilled: true,
    ...what,
  };
}

function classifyConnection(error: unknown): Failure {
  const codes = codesOf(error);
  const words = quoteForeignMessage(innermostMessage(error));
  const detail = codes.length > 0 && !words.includes(codes[0]!) ? `${words} (${codes[0]})` : words;
  if (codes.some((code) => tlsCode.test(code))) return { kind: "fatal", cause: "tls", detail };
  const isPerhapsBilled = !codes.some((code) => neverSentCodes.has(code));
  return transient({ detail, isUnreached: true, isPerhapsBilled });
}

function classifyStatus(error: APIError, context: AttemptContext): Failure {
  const status = error.status as number;
  const detail = quoteForeignMessage(error.message);
  const code = codeOf(error);
  if (status === 401) return { kind: "fatal", cause: "key", detail };
  if (status === 402 || quotaCodes.has(code) || quotaCodes.has(String(error.type))) {
    return { kind: "fatal", cause: "quota", detail };
  }
  if (status < 500 && isFiltered(error)) return { kind: "refused", detail };
  if (status === 403) return { kind: "fatal", cause: "key", detail };
  if (status < 400) return { kind: "fatal", cause: "redirect", detail: describeRedirect(error) };
  if (status < 500 && modelCodes.has(code)) return { kind: "fatal", cause: "model", detail };
  if ([408, 409, 425, 429].includes(status) || status >= 500) return classifyPassing(error, detail, context);
  // a 404 with a code of its own is about this question
  if (status === 405 || (status === 404 && code === "")) return { kind: "fatal", cause: "route", detail };
  const parameter = status === 400 || status === 422 ? findParameter(error, code, context.sampling) : null;
  return parameter === null ? { kind: "rejected", detail } : { kind: "bad-parameter", parameter, detail };
}

function classifyPassing(error: APIError, detail: string, { nowMs }: AttemptContext): Failure {
  const status = error.status as number;
  return transient({
    detail,
    status,
    retryAfterMs: error.headers ? readRetryAfterMs(error.headers, nowMs) : null,
    isOverload: status === 429 || status === 503 || status === 529,
    // a gateway's page, not an endpoint's error
    isUnreached: error.error === undefined && status !== 429 && status !== 503,
    isPerhapsBilled: status === 408 || status === 504,
  });
}

/** The error's own code; numbers are statuses again and say nothing. */
function codeOf(error: APIError): string {
  return typeof error.code === "string" && !/^\d*$/.test(error.code) ? error.code : "";
}

function isFiltered(error: APIError): boolean {
  const { innererror } = (error.error ?? {}) as { innererror?: { code?: unknown } };
  return filterCodes.has(codeOf(error)) || filterCodes.has(String(innererror?.code));
}

/**
 * Which sampling parameter a 400 is about: by its `param`, else by a parameter we sent that its message quotes; or names
 * without quotes, where the name is no word of its own ("You are not allowed to request logprobs from this model").
 */
function findParameter(error: APIError, code: string, sampling: readonly string[]): string | null {
  const root = String(error.param ?? "").split(/[.[]/)[0]!;
  if (sampling.includes(root)) return root;
  if (root !== "" || code === "context_length_exceeded" || /context|too long/i.test(error.message))
    return null;
  const quoted = sampling.find((name) => new RegExp(`["'\`]${name}["'\`]`).test(error.message));
  return quoted ?? sampling.find((name) => name === "logprobs" && /\blogprobs\b/.test(error.message)) ?? null;
}

function describeRedirect(error: APIError): string {
  const location = error.headers?.get("location") ?? "another address";
  return `${error.status} redirects to ${quoteForeignMessage(location.replace(/[?#].*/, ""))}`;
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
