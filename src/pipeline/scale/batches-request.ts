import { type EndpointSettings, endpointOptions, storeOption } from "../asking/asking-request.js";
import { argument, type OptionTable } from "../options/option-table.js";

/** Whose batches are meant: those of a store, at an endpoint. */
export interface BatchesRequest extends EndpointSettings {
  readonly store?: string | undefined;
}

export const batchesOptions = {
  ...endpointOptions,
  store: storeOption,
} satisfies OptionTable<BatchesRequest>;

export interface CancelBatchesRequest extends BatchesRequest {
  readonly batches: readonly string[];
}

export const cancelBatchesOptions = {
  batches: argument("<batches...>", "their ids, as `lceval batches list` shows them"),
  ...batchesOptions,
} satisfies OptionTable<CancelBatchesRequest>;
