import type { Clock } from "../asking/clock.js";
import type { ChatEndpoint } from "../client/chat-endpoint.js";
import type { BatchApi } from "./batch-api.js";
import type { BatchInterface } from "./batch-interface.js";
import type { BatchLedger } from "./batch-ledger.js";

/** What beginning and following batches needs. */
export interface BatchContext {
  readonly api: BatchApi;
  readonly ledger: BatchLedger;
  readonly kind: BatchInterface;
  readonly endpoint: ChatEndpoint;
  /** The file that the replies are for. */
  readonly output: string;
  readonly clock: Clock;
  /** Waits between two requests to the server; shorter where the run is stopped. */
  readonly wait: (ms: number) => Promise<void>;
  /** Told what becomes of batches, a line each. */
  readonly say: (line: string) => void;
}
