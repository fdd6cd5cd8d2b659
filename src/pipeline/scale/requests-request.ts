import { type AnnotateRequest, annotateOptions } from "../annotate/annotate-request.js";
import { endpointOptions, storeOption } from "../asking/asking-request.js";
import { argument, type OptionTable, option, under, withoutMembers } from "../options/option-table.js";
import { anyText } from "../options/option-values.js";
import { outputOption } from "../options/shared-options.js";
import type { BatchesRequest } from "./batches-request.js";

/** What only a run that asks can be told. */
const asking = [
  ...(["output", "timeoutMs", "maxRetries", "concurrency", "rpm", "tpm", "budgetUsd", "price"] as const),
  ...(["storeOnly", "batch", "wait", "queue", "retryFailed", "maxUnjudged", "labelNoise"] as const),
  ...(["minLabelShare", "until", "untilAgainst", "margin", "untilWidth", "looks", "fit"] as const),
];

/** Which requests are written: those that `annotate` would send. */
export interface ExportRequest extends Omit<AnnotateRequest, (typeof asking)[number]> {
  /** Where they go: `.jsonl`, in OpenAI's format of batches. */
  readonly output: string;
}

export const exportOptions = {
  ...withoutMembers(annotateOptions, ...asking),
  output: { ...outputOption, help: "where the requests go, a .jsonl file", required: true },
} satisfies OptionTable<ExportRequest>;

export interface ImportRequest extends BatchesRequest {
  /** Files of replies, as `vllm run-batch` and batches of OpenAI's kind write them. */
  readonly replies: readonly string[];
  /** The file of requests that they answer. */
  readonly requests: string;
}

export const importOptions = {
  replies: argument("<replies...>", "files of replies to exported requests, or globs"),
  ...under("Files and pairs:", "any", {
    requests: option("<file>", "the requests that they answer", anyText(), { required: true }),
  }),
  ...endpointOptions,
  store: storeOption,
} satisfies OptionTable<ImportRequest>;
