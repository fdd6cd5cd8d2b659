import type { Clock } from "../../src/endpoint/asking/clock.js";

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/** A clock whose time passes only when everybody sleeps, so that hours of waiting take no time. */
export interface VirtualClock extends Clock {
  /** Lets time pass until the promise settles. */
  run<T>(promise: Promise<T>): Promise<T>;
}

export function createVirtualClock(random: () => number = () => 0.5): VirtualClock {
  let nowMs = 0;
  const sleepers = new Set<Sleeper>();
  const clock: VirtualClock = {
    nowMs: () => nowMs,
    random,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve();
        const sleeper = {
          atMs: nowMs + ms,
          wake: () => {
            sleepers.delete(sleeper);
            signal.removeEventListener("abort", sleeper.wake);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal.addEventListener("abort", sleeper.wake);
      }),
    async run(promise) {
      let isSettled = false;
      const settled = promise.finally(() => {
        isSettled = true;
      });
      settled.catch(() => {});
      while (!isSettled) {
        await new Promise((resolve) => setImmediate(resolve));
        const next = [...sleepers].reduce<Sleeper | null>((a, b) => (a && a.atMs <= b.atMs ? a : b), null);
        if (!next) continue;
        nowMs = Math.max(nowMs, next.atMs);
        next.wake();
      }
      return settled;
    },
  };
  return clock;
}

/** Real time, except that sleeping takes none: the clock jumps. What was asked for is kept. */
export function createSleeplessClock(): Clock & { readonly sleptMs: number[] } {
  const sleptMs: number[] = [];
  let jumpedMs = 0;
  return {
    sleptMs,
    nowMs: () => performance.now() + jumpedMs,
    random: () => 0.5,
    sleep: (ms) => {
      sleptMs.push(ms);
      jumpedMs += ms;
      return new Promise((resolve) => setImmediate(resolve));
    },
  };
}
