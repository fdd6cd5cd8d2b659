// Requests and tokens a minute → when the next request may be sent. A log of the last sixty seconds is kept, so the
// limits hold in every sliding minute (two token buckets let 119 requests into the worst minute of a limit of 60).
// Tokens are counted when a request is sent, by a reservation of the most it can use, and corrected by what it used.
import type { StatedLimits } from "../client/rate-headers.js";

/** The user's limits; null is none. */
export interface RateLimits {
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
}

/** A request that was counted. Only the window that made it changes it. */
export interface Reservation {
  readonly sentAtMs: number;
  tokens: number;
  isCounted: boolean;
}

/** A minute, and a little more: two requests sent a minute apart may arrive closer together. */
const windowMs = 60_250;
const longestPauseMs = 60_000;

/** Counts what is sent. Times are milliseconds of one clock that does not run backwards. */
export class RateWindow {
  readonly #log: Reservation[] = [];
  #first = 0;
  #tokensInWindow = 0;
  #pausedUntilMs = Number.NEGATIVE_INFINITY;
  readonly #own: { readonly requests: number; readonly tokens: number };
  readonly #stated = { requests: Number.POSITIVE_INFINITY, tokens: Number.POSITIVE_INFINITY };

  constructor({ requestsPerMinute, tokensPerMinute }: RateLimits) {
    const unlimited = Number.POSITIVE_INFINITY;
    this.#own = { requests: requestsPerMinute ?? unlimited, tokens: tokensPerMinute ?? unlimited };
  }

  /** How long a request of so many tokens must wait: 0 = it may go now, Infinity = it is over the user's limit by itself. */
  delayMs(tokens: number, nowMs: number): number {
    const own = this.#own;
    if (tokens > own.tokens || own.requests < 1) return Number.POSITIVE_INFINITY;
    this.#forgetBefore(nowMs);
    const mostRequests = Math.max(1, Math.min(own.requests, this.#stated.requests));
    // a stated limit below one request's worst case: that request goes alone
    const mostTokens = Math.max(tokens, Math.min(own.tokens, this.#stated.tokens));
    let requests = this.#log.length - this.#first;
    let used = this.#tokensInWindow;
    let freeAtMs = nowMs;
    for (let i = this.#first; requests + 1 > mostRequests || used + tokens > mostTokens; i++) {
      const oldest = this.#log[i]!;
      freeAtMs = oldest.sentAtMs + windowMs + 1;
      requests--;
      used -= oldest.tokens;
    }
    return Math.max(0, freeAtMs - nowMs, this.#pausedUntilMs - nowMs);
  }

  #forgetBefore(nowMs: number): void {
    const log = this.#log;
    for (; this.#first < log.length && nowMs - log[this.#first]!.sentAtMs > windowMs; this.#first++) {
      this.#tokensInWindow -= log[this.#first]!.tokens;
      log[this.#first]!.isCounted = false;
    }
    if (this.#first > 1024 && this.#first * 2 > log.length) {
      log.splice(0, this.#first);
      this.#first = 0;
    }
  }

  /** Counts a request as sent now. */
  reserve(tokens: number, nowMs: number): Reservation {
    const reservation = { sentAtMs: nowMs, tokens, isCounted: true };
    this.#log.push(reservation);
    this.#tokensInWindow += tokens;
    return reservation;
  }

  /** Corrects a reservation by what the request used; null (not said) leaves it. */
  settle(reservation: Reservation, usedTokens: number | null): void {
    if (usedTokens === null) return;
    if (reservation.isCounted) this.#tokensInWindow += usedTokens - reservation.tokens;
    reservation.tokens = usedTokens;
  }

  /** Takes over what the endpoint states about its limits, never beyond the user's. */
  learn({ requests, tokens }: StatedLimits, nowMs: number): void {
    if (requests.perMinute) this.#stated.requests = requests.perMinute;
    if (tokens.perMinute) this.#stated.tokens = tokens.perMinute;
    for (const { remaining, resetMs } of [requests, tokens])
      if (remaining === 0 && resetMs !== null) this.pauseUntil(nowMs + Math.min(resetMs, longestPauseMs));
  }

  /** Nothing is sent before this time. */
  pauseUntil(timeMs: number): void {
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, timeMs);
  }
}
