// Ctrl-C once: stop asking, finish what is in flight. Twice: give that up and exit. SIGTERM is like the first Ctrl-C. Before
// anything is asked there is nothing to finish: a signal then ends the process as usual, in the midst of any computation.
import { exitCodes } from "../../core/exit-codes.js";

export interface Interrupts {
  readonly stop: AbortSignal;
  readonly abort: AbortSignal;
  /** The exit code of the signal that came first; null when none came. */
  readonly exitCode: number | null;
  /** From now on signals stop the run. */
  listen(): void;
  /** Stops listening: the next signal ends the process as usual. */
  dispose(): void;
}

// long enough to write what has come, too short to be waited for
const longestGoodbyeMs = 1000;

/** @param say told, once, what the signal does */
export function createInterrupts(say: (text: string) => void): Interrupts {
  const stop = new AbortController();
  const abort = new AbortController();
  let exitCode: number | null = null;
  const onSignal = (signal: "SIGINT" | "SIGTERM") => {
    if (exitCode !== null) {
      if (abort.signal.aborted) process.exit(exitCode);
      // whatever holds the process up then (a disk that does not answer), everything that counts is on the disk
      setTimeout(() => process.exit(exitCode), longestGoodbyeMs).unref();
      return abort.abort();
    }
    exitCode = exitCodes[signal === "SIGINT" ? "interrupted" : "terminated"].code;
    say("stopping: waiting for the replies that are on their way (once more to give them up)");
    stop.abort();
  };
  return {
    stop: stop.signal,
    abort: abort.signal,
    get exitCode() {
      return exitCode;
    },
    listen() {
      process.on("SIGINT", onSignal);
      process.on("SIGTERM", onSignal);
    },
    dispose() {
      process.off("SIGINT", onSignal);
      process.off("SIGTERM", onSignal);
    },
  };
}
