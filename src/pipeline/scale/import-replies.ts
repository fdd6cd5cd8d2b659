// Requests that were exported, and the replies that some cluster gave → the store of replies, where `annotate --store-only`
// finds them. Each request's key says for which endpoint it was exported: replies never get into another one's store.
import { InputError, type InputProblem } from "../../core/errors.js";
import { answerOfLine, readBatchLine } from "../../endpoint/batch/batch-line.js";
import type { ChatMessage, ChatRequest } from "../../endpoint/client/completion.js";
import { toPublicUrl } from "../../endpoint/client/endpoint-address.js";
import { replyKey } from "../../endpoint/store/reply-key.js";
import { readRawLines } from "../../io/durable/raw-lines.js";
import { expandPaths } from "../../io/rows/expand-paths.js";
import { openStores, resolveBaseUrls } from "../asking/open-endpoint.js";
import { checkRequest } from "../options/check-request.js";
import { type ImportRequest, importOptions } from "./requests-request.js";

export interface ImportedReplies {
  readonly requests: number;
  /** Replies that the store did not have, and those that it had. */
  readonly added: number;
  readonly known: number;
  /** Requests that were answered by an error; in its words, how often. */
  readonly failed: ReadonlyMap<string, number>;
  /** Requests that no line answers. */
  readonly missing: number;
}

const mostRepeats = 100;

/**
 * @throws UsageError (2); InputError (3) for requests that were exported for another endpoint, replies to none of them, and
 *   two replies to one; OutputError (7)
 */
export async function importReplies(request: ImportRequest): Promise<ImportedReplies> {
  checkRequest<ImportRequest>("importReplies", importOptions, request);
  const [baseUrl] = (await resolveBaseUrls(request)).baseUrls;
  const publicUrl = toPublicUrl(baseUrl);
  const requests = await readRequests(request.requests, publicUrl);
  const models = [...requests.values()].map(({ model }) => model);
  const stores = await openStores(request, { publicUrl, models });
  const seen = new Map<string, string>();
  const failed = new Map<string, number>();
  const counts = { added: 0, known: 0 };
  const problems: InputProblem[] = [];
  try {
    for (const file of await expandPaths(request.replies)) {
      for await (const { row, value } of readRawLines(file)) {
        const line = readBatchLine(value);
        const asked = line && requests.get(line.key);
        const twice = line && seen.get(line.key);
        if (!line) problems.push({ file, row, message: "is no reply of a batch" });
        else if (!asked) problems.push({ file, row, message: `answers no request of ${request.requests}` });
        else if (twice && twice !== line.reply.text)
          problems.push({ file, row, message: "is another reply to a request that was answered before" });
        if (!line || !asked || twice) continue;
        seen.set(line.key, line.reply.text);
        const answer = answerOfLine(line, asked);
        if (answer.kind !== "completed") {
          const detail = answer.kind === "failed" && "detail" in answer.failure ? answer.failure.detail : "";
          failed.set(detail, (failed.get(detail) ?? 0) + 1);
        } else if (problems.length === 0) {
          const store = stores.of(asked.model);
          const isKnown = (await store.get(line.key)) !== undefined;
          counts[isKnown ? "known" : "added"]++;
          if (!isKnown) await store.put(line.key, { ...answer.completion, isImported: true });
        }
      }
    }
  } finally {
    await stores.close();
  }
  if (problems.length > 0) throw new InputError(problems);
  return { requests: requests.size, ...counts, failed, missing: requests.size - seen.size };
}

/** By key. @throws InputError (exit 3) where a line is no request, or its key is not that of this endpoint */
async function readRequests(file: string, publicUrl: string): Promise<Map<string, ChatRequest>> {
  const requests = new Map<string, ChatRequest>();
  for await (const { row, value } of readRawLines(file)) {
    const { custom_id: key, body } = Object(value) as { custom_id?: unknown; body?: unknown };
    const { model, messages, ...sampling } = Object(body) as Record<string, unknown>;
    if (typeof key !== "string" || typeof model !== "string" || !Array.isArray(messages))
      throw new InputError({ file, row, message: "is no request that `lceval requests export` wrote" });
    const asked = { model, messages: messages as ChatMessage[], sampling };
    const repeat = Array.from({ length: mostRepeats }, (_, i) => i).find(
      (i) => replyKey(publicUrl, { ...asked, repeat: i }) === key,
    );
    if (repeat === undefined)
      throw new InputError(
        { file, row, message: `was not exported for ${publicUrl}, or was changed since` },
        { hint: "name the endpoint with --base-url as in `lceval requests export`" },
      );
    requests.set(key, { ...asked, repeat });
  }
  return requests;
}
