// Batches of the store of replies that are under way, and how far the server says that they are; and an end to them.
import { InputError, JudgeUnusableError } from "../../core/errors.js";
import { openBatchApi } from "../../endpoint/batch/batch-api.js";
import { openBatchLedger } from "../../endpoint/batch/batch-ledger.js";
import { toPublicUrl } from "../../endpoint/client/endpoint-address.js";
import { ensureFolder } from "../../io/durable/ensure-folder.js";
import type { ListedBatch } from "../../report/batches-report.js";
import type { ResolvedAskingRequest } from "../asking/asking-request.js";
import { resolveBaseUrls, resolveEndpoints, storeFolderOf } from "../asking/open-endpoint.js";
import { batchesOf } from "../asking/provider-table.js";
import { checkRequest } from "../options/check-request.js";
import {
  type BatchesRequest,
  batchesOptions,
  type CancelBatchesRequest,
  cancelBatchesOptions,
} from "./batches-request.js";

/** @throws UsageError (2), OutputError (7) for a store that cannot be opened */
export async function listBatches(request: BatchesRequest): Promise<ListedBatch[]> {
  checkRequest<BatchesRequest>("listBatches", batchesOptions, request);
  const { ledger, api, publicUrl, close } = await open(request, false);
  const listed: ListedBatch[] = [];
  for (const { ticket, id, keys, ...batch } of ledger.open.values()) {
    const said = api && id !== null && batch.publicUrl === publicUrl ? await api.retrieve(id) : null;
    listed.push({
      id: id ?? ticket,
      model: batch.model,
      requests: keys.length,
      done: said?.kind === "said" ? (said.body.request_counts?.completed ?? null) : null,
      status: said === null ? null : said.kind === "said" ? said.body.status : "not known to the server",
      begun: batch.at,
      endpoint: batch.publicUrl,
      output: batch.output,
    });
  }
  await close();
  return listed;
}

/**
 * Cancels batches; what they have done by then is kept for the run that asked. One that the server does not know is
 * forgotten: its requests are sent anew.
 * @returns by id, what became of it
 * @throws InputError (exit 3) for a batch that the store does not know, JudgeUnusableError (4) without a key
 */
export async function cancelBatches(request: CancelBatchesRequest): Promise<ReadonlyMap<string, string>> {
  checkRequest<CancelBatchesRequest>("cancelBatches", cancelBatchesOptions, request);
  const { ledger, api, close } = await open(request, true);
  const became = new Map<string, string>();
  try {
    for (const wanted of request.batches) {
      const record = [...ledger.open.values()].find(({ id, ticket }) => id === wanted || ticket === wanted);
      if (record === undefined)
        throw new InputError(
          { file: "the store", message: `knows no batch ${wanted} that is under way` },
          { hint: "lceval batches list shows those that are" },
        );
      const said = record.id === null ? null : await api!.cancel(record.id);
      if (said?.kind === "said") became.set(wanted, said.body.status);
      else if (said === null || said.status === 404) {
        await ledger.end(record.ticket, null);
        became.set(wanted, "not known to the server: forgotten");
      } else {
        const { failure } = said;
        const detail = failure.kind === "aborted" ? "" : `: ${failure.detail}`;
        throw new JudgeUnusableError(`the batch ${wanted} could not be cancelled${detail}`);
      }
    }
  } finally {
    await close();
  }
  return became;
}

async function open(request: BatchesRequest, needsKey: boolean) {
  const folder = await storeFolderOf(request);
  await ensureFolder(folder);
  const full = request as ResolvedAskingRequest;
  const [baseUrl] = (await resolveBaseUrls(full)).baseUrls;
  const [options] = await resolveEndpoints(full).catch((error: unknown) => {
    if (needsKey || !(error instanceof JudgeUnusableError)) throw error;
    return [null];
  });
  const api = options && openBatchApi(options, batchesOf(request, baseUrl));
  const ledger = await openBatchLedger(folder);
  const close = async () => {
    await ledger.close();
    await api?.close();
  };
  return { ledger, api, publicUrl: toPublicUrl(baseUrl), close };
}
