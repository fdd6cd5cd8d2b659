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

interface Waiting extends Suspect {
  readonly decide: (fault: Fault) => void;
}

export class Suspects {
  #time = 0;
  #lastAnsweredSentAt = -1;
  readonly #waiting = new Set<Waiting>();
  /** Called when one more waits. */
  onHold = () => {};

  /** @param fail ends the run */
  constructor(private readonly fail: (error: JudgeUnusableError) => void) {}

  /** A count of events: later ones have larger numbers. */
  now(): number {
    return ++this.#time;
  }

  /** How many wait. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Resolves when it is known whose fault it is; `endpoint` when the run has failed over it, or was stopped. */
  hold(suspect: Suspect): Promise<Fault> {
    if (suspect.isRepeated && this.#lastAnsweredSentAt > suspect.firstRefusedAt)
      return Promise.resolve("item");
    return new Promise((decide) => {
      this.#waiting.add({ ...suspect, decide });
      const items = new Set([...this.#waiting].map(({ item }) => item));
      if (items.size >= suspect.mostItems) this.#blame(suspect);
      else this.onHold();
    });
  }

  /** A request that was sent at that time was answered. */
  noteAnswer(sentAt: number): void {
    this.#lastAnsweredSentAt = Math.max(this.#lastAnsweredSentAt, sentAt);
    const answered = [...this.#waiting].filter(
      ({ isRepeated, firstRefusedAt }) => !isRepeated || firstRefusedAt < this.#lastAnsweredSentAt,
    );
    this.#decide(answered, "item");
  }

  /** Nothing is on its way that could tell: what waits is decided; where the run was stopped, it is interrupted. */
  settle(isStopped: boolean): void {
    const fatal = isStopped ? undefined : [...this.#waiting].find(({ isFatalAlone }) => isFatalAlone);
    if (fatal) this.#blame(fatal);
    else this.#decide(this.#waiting, isStopped ? "endpoint" : "item");
  }

  #blame({ error }: Suspect): void {
    this.fail(error);
    this.#decide(this.#waiting, "endpoint");
  }

  #decide(suspects: Iterable<Waiting>, fault: Fault): void {
    for (const suspect of [...suspects]) {
      this.#waiting.delete(suspect);
      suspect.decide(fault);
    }
  }
}
