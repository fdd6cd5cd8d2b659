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

/** Counts what is sent. Times are milliseconds of one clock that does not run backwards. */
export interface RateWindow {
  /** How long a request of so many tokens must wait: 0 = it may go now, Infinity = it is over the user's limit by itself. */
  delayMs(tokens: number, nowMs: number): number;
  /** Counts a request as sent now. */
  reserve(tokens: number, nowMs: number): Reservation;
  /** Corrects a reservation by what the request used; null (not said) leaves it. */
  settle(reservation: Reservation, usedTokens: number | null): void;
  /** Takes over what the endpoint states about its limits, never beyond the user's. */
  learn(stated: StatedLimits, nowMs: number): void;
  /** Nothing is sent before this time. */
  pauseUntil(timeMs: number): void;
}

/** A minute, and a little more: two requests sent a minute apart may arrive closer together. */
const windowMs = 60_250;
const longestPauseMs = 60_000;

export function createRateWindow(limits: RateLimits): RateWindow {
  const log: Reservation[] = [];
  let first = 0;
  let tokensInWindow = 0;
  let pausedUntilMs = Number.NEGATIVE_INFINITY;
  let statedRequests = Number.POSITIVE_INFINITY;
  let statedTokens = Number.POSITIVE_INFINITY;
  const ownRequests = limits.requestsPerMinute ?? Number.POSITIVE_INFINITY;
  const ownTokens = limits.tokensPerMinute ?? Number.POSITIVE_INFINITY;

  const forgetBefore = (nowMs: number) => {
    for (; first < log.length && nowMs - log[first]!.sentAtMs > windowMs; first++) {
      tokensInWindow -= log[first]!.tokens;
      log[first]!.isCounted = false;
    }
    if (first > 1024 && first * 2 > log.length) {
      log.splice(0, first);
      first = 0;
    }
  };

  const pauseUntil = (timeMs: number) => {
    pausedUntilMs = Math.max(pausedUntilMs, timeMs);
  };

  return {
    delayMs(tokens, nowMs) {
      if (tokens > ownTokens || ownRequests < 1) return Number.POSITIVE_INFINITY;
      forgetBefore(nowMs);
      const mostRequests = Math.max(1, Math.min(ownRequests, statedRequests));
      // a stated limit below one request's worst case: that request goes alone
      const mostTokens = Math.max(tokens, Math.min(ownTokens, statedTokens));
      let requests = log.length - first;
      let used = tokensInWindow;
      let freeAtMs = nowMs;
      for (let i = first; requests + 1 > mostRequests || used + tokens > mostTokens; i++) {
        const oldest = log[i]!;
        freeAtMs = oldest.sentAtMs + windowMs + 1;
        requests--;
        used -= oldest.tokens;
      }
      return Math.max(0, freeAtMs - nowMs, pausedUntilMs - nowMs);
    },
    reserve(tokens, nowMs) {
      const reservation = { sentAtMs: nowMs, tokens, isCounted: true };
      log.push(reservation);
      tokensInWindow += tokens;
      return reservation;
    },
    settle(reservation, usedTokens) {
      if (usedTokens === null) return;
      if (reservation.isCounted) tokensInWindow += usedTokens - reservation.tokens;
      reservation.tokens = usedTokens;
    },
    learn({ requests, tokens }, nowMs) {
      if (requests.perMinute) statedRequests = requests.perMinute;
      if (tokens.perMinute) statedTokens = tokens.perMinute;
      for (const { remaining, resetMs } of [requests, tokens]) {
        if (remaining === 0 && resetMs !== null) pauseUntil(nowMs + Math.min(resetMs, longestPauseMs));
      }
    },
    pauseUntil,
  };
}
