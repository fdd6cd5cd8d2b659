// A request to annotate → the questions that the store has no reply to, as lines of OpenAI's batch files: they are put to an
// endpoint that writes them down and answers later.
import { UsageError } from "../../core/errors.js";
import { toBatchLine } from "../../endpoint/batch/batch-line.js";
import { createChatEndpoint } from "../../endpoint/client/chat-endpoint.js";
import { replyKey } from "../../endpoint/store/reply-key.js";
import { writeFileAtomically } from "../../io/durable/write-atomically.js";
import {
  type AnnotateRequest,
  annotateOptions,
  resolveAnnotateRequest,
} from "../annotate/annotate-request.js";
import { modelsAsked, pendingToAsk } from "../annotate/judge-all.js";
import { askJudge } from "../annotate/judgements/judge-pairs.js";
import { prepareRun } from "../annotate/prepare-run.js";
import { openStores, resolveBaseUrls } from "../asking/open-endpoint.js";
import { settleProvider } from "../asking/settle-provider.js";
import { checkRequest } from "../options/check-request.js";
import { membersOf } from "../options/option-table.js";
import { type ExportRequest, exportOptions } from "./requests-request.js";

/** One file of requests; a file holds requests to one model. */
export interface ExportedRequests {
  readonly file: string;
  readonly model: string;
  readonly requests: number;
}

/** @throws UsageError (2), InputError (3) as `annotate` would, OutputError (7) */
export async function exportRequests(given: ExportRequest): Promise<ExportedRequests[]> {
  checkRequest<ExportRequest>("exportRequests", exportOptions, given);
  if (!/\.(jsonl|ndjson)$/.test(given.output))
    throw new UsageError(`the file of requests ${given.output} must be a .jsonl file`);
  const whole = membersOf<AnnotateRequest>(annotateOptions, { ...given, output: "none.jsonl" });
  const request = await settleProvider(resolveAnnotateRequest(whole));
  const [baseUrl] = (await resolveBaseUrls(request)).baseUrls;
  const run = await prepareRun(request, { outputs: request.modelOutputs, baseline: request.baseline });
  const linesOf = new Map<string, Map<string, string>>();
  const direct = createChatEndpoint({ baseUrl, apiKey: null });
  const stores = await openStores(request, {
    publicUrl: direct.publicUrl,
    models: modelsAsked(run),
    isReadOnly: true,
  });
  const { annotations } = askJudge(pendingToAsk(run), {
    store: stores.of,
    endpoint: {
      ...direct,
      isTogether: true,
      async complete(asked) {
        const key = replyKey(direct.publicUrl, asked);
        const lines = linesOf.get(asked.model) ?? new Map<string, string>();
        linesOf.set(asked.model, lines.set(key, toBatchLine(key, asked, "/v1/chat/completions")));
        return { kind: "unsent", why: "pending" };
      },
    },
  });
  for await (const _ of annotations); // what the store has is of no concern here
  await stores.close();
  await direct.close();
  run.close();
  const exported: ExportedRequests[] = [];
  for (const [model, lines] of linesOf) {
    const file =
      linesOf.size === 1
        ? given.output
        : given.output.replace(/(\.\w+)$/, (end) => `.${exported.length + 1}${end}`);
    await writeFileAtomically(file, toBytes(lines.values()));
    exported.push({ file, model, requests: lines.size });
  }
  return exported;
}

async function* toBytes(lines: Iterable<string>): AsyncGenerator<Buffer> {
  for (const line of lines) yield Buffer.from(`${line}\n`);
}
