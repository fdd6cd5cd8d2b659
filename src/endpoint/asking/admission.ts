// Requests that wait → the moment each may be sent, first come first served: when a slot is free, the rate window has
// room, and the budget holds. All three are decided and counted in one step, so they cannot be exceeded together.
import type { StatedLimits } from "../client/rate-headers.js";
import { AdaptiveConcurrency } from "./adaptive-concurrency.js";
import type { Budget } from "./budget.js";
import type { Clock } from "./clock.js";
import type { RateWindow } from "./rate-window.js";

/** The most that a request can use. */
export interface WorstCase {
  readonly tokens: number;
  readonly usd: number;
  /** More, for thoughts that the room for the reply does not hold. */
  readonly thoughtsUsd: number;
  /** The same of a request that goes alone, before any reply is seen. */
  readonly firstThoughtsUsd: number;
}

/** What an attempt turned out to be. */
export interface AttemptReport {
  readonly isAnswered: boolean;
  /** The endpoint is known to answer questions, and in a way that they can be read. */
  readonly isProven: boolean;
  /** Null = not known: the worst case stays counted. */
  readonly usedTokens: number | null;
  readonly costUsd: number | null;
  readonly isOverload?: boolean;
  /** The overload showed by a request that took too long. */
  readonly isTimeout?: boolean;
  /** How long the endpoint wants to be left alone by everybody. */
  readonly pauseMs?: number;
  readonly limits?: StatedLimits;
}

/** The right to send one request now. */
export interface Permit {
  /** To be called once, when the attempt is over. */
  leave(report: AttemptReport): void;
}

/** Why a request may never be sent. */
export type Denial = "stopped" | "over-budget" | "over-limit";

export interface Admission {
  /** @param goesFirst before all that wait, where the endpoint is not known to answer yet */
  enter(worst: WorstCase, goesFirst?: boolean): Promise<Permit | Denial>;
  readonly inFlight: number;
}

export interface AdmissionOptions {
  readonly mostInFlight: number;
  readonly rateWindow: RateWindow;
  readonly budget: Budget;
  readonly clock: Clock;
  /** Whether the endpoint is known to answer; until then one request is in flight at a time. */
  readonly isProven?: boolean;
  /** Nobody enters after this; those who wait are denied. */
  readonly stop: AbortSignal;
}

interface Waiting {
  readonly worst: WorstCase;
  readonly decide: (decision: Permit | Denial) => void;
}

export function createAdmission({
  mostInFlight,
  rateWindow,
  budget,
  clock,
  isProven = true,
  stop,
}: AdmissionOptions): Admission {
  let isOpen = isProven;
  const concurrency = new AdaptiveConcurrency(mostInFlight);
  const queue: Waiting[] = [];
  let inFlight = 0;
  let isBudgetUsedUp = false;
  let isWaking = false;

  const wakeAfter = async (ms: number) => {
    if (isWaking) return;
    isWaking = true;
    await clock.sleep(ms, stop);
    isWaking = false;
    admit();
  };

  const send = (worst: WorstCase): Permit | null => {
    const setAside = budget.reserve(worst.usd, isOpen ? worst.thoughtsUsd : worst.firstThoughtsUsd);
    if (!setAside) return null;
    const sentAtMs = clock.nowMs();
    const reservation = rateWindow.reserve(worst.tokens, sentAtMs);
    inFlight++;
    return {
      leave(report) {
        const nowMs = clock.nowMs();
        inFlight--;
        budget.settle(setAside, report.costUsd);
        rateWindow.settle(reservation, report.usedTokens);
        if (report.limits) rateWindow.learn(report.limits, nowMs);
        if (report.pauseMs) rateWindow.pauseUntil(nowMs + report.pauseMs);
        if (report.isAnswered) concurrency.noteAnswer();
        isOpen ||= report.isProven;
        if (report.isOverload)
          concurrency.noteOverload({ sentAtMs, nowMs, isTimeout: report.isTimeout ?? false });
        admit();
      },
    };
  };

  /** What is decided about a request now; null = it waits for a reply or for the time that was set. */
  const decide = (worst: WorstCase): Permit | Denial | null => {
    if (stop.aborted) return "stopped";
    if (isBudgetUsedUp) return "over-budget";
    if (inFlight >= (isOpen ? concurrency.limit : 1)) return null;
    const delayMs = rateWindow.delayMs(worst.tokens, clock.nowMs());
    if (delayMs === Number.POSITIVE_INFINITY) return "over-limit";
    if (delayMs > 0) {
      void wakeAfter(delayMs);
      return null;
    }
    const permit = send(worst);
    // what is in flight may cost less than was set aside
    if (permit || inFlight > 0) return permit;
    isBudgetUsedUp = true;
    return "over-budget";
  };

  const admit = () => {
    for (let head = queue[0]; head; head = queue[0]) {
      const decision = decide(head.worst);
      if (decision === null) return;
      queue.shift();
      head.decide(decision);
    }
  };

  stop.addEventListener("abort", admit, { once: true });
  return {
    enter: (worst, goesFirst = false) =>
      new Promise((resolve) => {
        queue.splice(goesFirst && !isOpen ? 0 : queue.length, 0, { worst, decide: resolve });
        admit();
      }),
    get inFlight() {
      return inFlight;
    },
  };
}
