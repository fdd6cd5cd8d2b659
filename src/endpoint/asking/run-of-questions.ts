import type { ChatEndpoint } from "../client/chat-endpoint.js";
import type { CostOf } from "../client/prices.js";
import type { ReplyStore } from "../store/reply-store.js";
import type { Adaptation } from "./adaptation.js";
import type { Admission } from "./admission.js";
import type { Clock } from "./clock.js";
import type { EndpointHealth } from "./endpoint-health.js";
import type { AskingProgress } from "./question.js";
import type { Suspects } from "./suspects.js";
import type { CountTokens } from "./token-count.js";

/** What all questions of a run share. */
export interface RunOfQuestions {
  readonly endpoint: ChatEndpoint;
  /** Where the replies of a model are kept. */
  readonly storeOf: (model: string) => ReplyStore;
  readonly admission: Admission;
  readonly health: EndpointHealth;
  readonly suspects: Suspects;
  readonly adaptation: Adaptation;
  readonly clock: Clock;
  readonly count: CountTokens;
  readonly price: CostOf | null;
  readonly maxRetries: number;
  /** What the store does not have is not asked. */
  readonly isStoreOnly: boolean;
  readonly progress: AskingProgress;
  /** No further request is sent after this. */
  readonly stop: AbortSignal;
  /** What is in flight is given up at this. */
  readonly abort: AbortSignal;
  /** Aborted when the run has failed, rather than been stopped from outside. */
  readonly failed: AbortSignal;
  /** Stops the run after what is in flight; the first error is thrown at its end. */
  fail(error: unknown): void;
}
