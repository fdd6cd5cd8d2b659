import {
  type EndpointSettings,
  endpointOptions,
  queueOption,
  timeoutOption,
} from "../asking/asking-request.js";
import { type OptionTable, option, under } from "../options/option-table.js";
import { wholeNumberBetween } from "../options/option-values.js";

export interface WorkerRequest extends EndpointSettings {
  readonly queue: string;
  readonly concurrency?: number | undefined;
  /** Of one request, in milliseconds. */
  readonly timeoutMs?: number | undefined;
}

export const workerOptions = {
  queue: { ...queueOption, help: "whose questions to ask: redis://host:6379", required: true },
  ...endpointOptions,
  timeoutMs: timeoutOption,
  ...under("Speed, cost and store:", "any", {
    concurrency: option("<n>", "requests in flight at most", wholeNumberBetween(1, 4096), { default: 16 }),
  }),
} satisfies OptionTable<WorkerRequest>;
