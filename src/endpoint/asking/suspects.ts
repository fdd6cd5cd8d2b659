// Questions that were turned away without a word that it is their own fault → whose fault it is. They wait for an answer to
// another, and are asked again then: what was on its way when a key expired is answered too. Turned away again while
// requests that were sent later are answered, the question is at fault; if different questions in a row are turned away
// and nothing is answered between, it is the endpoint.
import type { JudgeUnusableError } from "../../core/errors.js";

export interface Suspect {
  /** What the question is about: the two orders of a pair, and repeats, are one item. */
  readonly item: unknown;
  /** When it was first turned away, by `now()`. */
  readonly firstRefusedAt: number;
  /** It was asked again since, and turned away again. */
  readonly isRepeated: boolean;
  /** So many different items in a row are the endpoint's fault. */
  readonly mostItems: number;
  /** Whether it is the endpoint's fault, too, when nothing else is left to ask. */
  readonly isFatalAlone: boolean;
  readonly error: JudgeUnusableError;
}

export type Fault = "item" | "endpoint";

export interface Suspects {
  /** A count of events: later ones have larger numbers. */
  now(): number;
  /** Resolves when it is known whose fault it is; `endpoint` when the run has failed over it, or was stopped. */
  hold(suspect: Suspect): Promise<Fault>;
  /** A request that was sent at that time was answered. */
  noteAnswer(sentAt: number): void;
  /** How many wait; `onHold` is called when one more does. */
  readonly waiting: number;
  onHold(listener: () => void): void;
  /** Nothing is on its way that could tell: what waits is decided; where the run was stopped, it is interrupted. */
  settle(isStopped: boolean): void;
}

interface Waiting extends Suspect {
  readonly decide: (fault: Fault) => void;
}

/** @param fail ends the run */
export function createSuspects(fail: (error: JudgeUnusableError) => void): Suspects {
  let onHold = () => {};
  let time = 0;
  let lastAnsweredSentAt = -1;
  const waiting = new Set<Waiting>();
  const decide = (suspects: Iterable<Waiting>, fault: Fault) => {
    for (const suspect of [...suspects]) {
      waiting.delete(suspect);
      suspect.decide(fault);
    }
  };
  const blame = ({ error }: Suspect) => {
    fail(error);
    decide(waiting, "endpoint");
  };
  return {
    now: () => ++time,
    hold: (suspect) =>
      new Promise((resolve) => {
        if (suspect.isRepeated && lastAnsweredSentAt > suspect.firstRefusedAt) return resolve("item");
        waiting.add({ ...suspect, decide: resolve });
        const items = new Set([...waiting].map(({ item }) => item));
        if (items.size >= suspect.mostItems) blame(suspect);
        else onHold();
      }),
    noteAnswer(sentAt) {
      lastAnsweredSentAt = Math.max(lastAnsweredSentAt, sentAt);
      decide(
        [...waiting].filter(
          ({ isRepeated, firstRefusedAt }) => !isRepeated || firstRefusedAt < lastAnsweredSentAt,
        ),
        "item",
      );
    },
    onHold(listener) {
      onHold = listener;
    },
    get waiting() {
      return waiting.size;
    },
    settle(isStopped) {
      if (isStopped) return decide(waiting, "endpoint");
      const fatal = [...waiting].find(({ isFatalAlone }) => isFatalAlone);
      if (fatal) blame(fatal);
      else decide(waiting, "item");
    },
  };
}
