// Requests → a batch that the server has begun, or begun already: killed at any moment, no batch is lost and none is begun
// twice. It is in the ledger, with the server's id of its file, before the server is asked to begin it; where the answer to
// that was not heard, the server's list of batches says whether it did.
import { countOf } from "../../core/count-of.js";
import { JudgeUnusableError } from "../../core/errors.js";
import { chooseRetryDelayMs } from "../asking/retry-timing.js";
import { describeFatal, describeUnreached } from "../client/describe-failure.js";
import type { Batch, Said } from "./batch-api.js";
import type { BatchContext } from "./batch-context.js";
import type { BatchRecord } from "./batch-ledger.js";
import { FollowedBatch } from "./follow-batch.js";

export interface BatchRequests {
  readonly model: string;
  readonly keys: readonly string[];
  /** In the order of the keys. */
  readonly lines: readonly string[];
}

/** @throws JudgeUnusableError (exit 4) where the server takes no batch */
export async function startBatch(
  { model, keys, lines }: BatchRequests,
  context: BatchContext,
): Promise<FollowedBatch> {
  const { api, ledger, kind, output, endpoint, say } = context;
  const inputFile = kind.isInline ? null : await persist(() => api.upload(lines), model, context);
  const record = await ledger.begin({ publicUrl: endpoint.publicUrl, model, output, keys, inputFile });
  const begun = await begin(record, inputFile ?? lines, context).catch(async (error: unknown) => {
    if (isTurnedAway(error)) await ledger.end(record.ticket, null);
    throw error;
  });
  const named = await ledger.name(record.ticket, begun.id);
  say(`batch ${begun.id}: ${countOf(keys.length, "request")} to ${model}, ${begun.status}`);
  return new FollowedBatch(named);
}

/** A batch whose id an earlier run did not hear. @returns null where it never began, and its requests must be sent anew */
export async function recoverBatch(record: BatchRecord, context: BatchContext): Promise<BatchRecord | null> {
  const found =
    (await findBegun(record, context)) ??
    (record.inputFile === null ? null : await begin(record, record.inputFile, context));
  return found && context.ledger.name(record.ticket, found.id);
}

/** Asks the server to begin a batch, and again where it is certain that it has not. */
async function begin(
  record: BatchRecord,
  input: string | readonly string[],
  context: BatchContext,
): Promise<Batch> {
  const attempt = async (isFirst: boolean): Promise<Said<Batch>> => {
    const begun = isFirst ? null : await findBegun(record, context);
    return begun ? { kind: "said", body: begun } : context.api.create(record.model, input);
  };
  let isFirst = true;
  return persist(
    () => {
      const said = attempt(isFirst);
      isFirst = false;
      return said;
    },
    record.model,
    context,
  );
}

const mostPages = 50;
const clockSkewMs = 300_000;

/** The batch that was made of a file, or of as many requests to the same model at that time. */
async function findBegun(record: BatchRecord, context: BatchContext): Promise<Batch | null> {
  const { api, ledger } = context;
  const taken = new Set([...ledger.open.values()].map(({ id }) => id));
  const since = Date.parse(record.at) - clockSkewMs;
  const isIt = ({ id, input_file_id, model, request_counts, created_at }: Batch) =>
    record.inputFile !== null
      ? input_file_id === record.inputFile
      : !taken.has(id) &&
        model === record.model &&
        request_counts?.total === record.keys.length &&
        toMs(created_at) >= since;
  let after: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const { batches, hasMore } = await persist(() => api.list(after), record.model, context);
    const found = batches.find(isIt);
    if (found) return found;
    after = batches.at(-1)?.id;
    if (!hasMore || after === undefined || batches.every((batch) => toMs(batch.created_at) < since)) break;
  }
  return null;
}

const toMs = (date: Batch["created_at"]): number =>
  typeof date === "number" ? 1000 * date : Date.parse(date ?? "");

const mostTries = 8;
const turnedAway = new WeakSet<object>();
const isTurnedAway = (error: unknown) => error instanceof Error && turnedAway.has(error);

/** Repeats what fails in passing. @throws JudgeUnusableError (exit 4) where it goes on failing, or is turned away */
export async function persist<Body>(
  call: () => Promise<Said<Body>>,
  model: string,
  { endpoint, clock, wait }: BatchContext,
): Promise<Body> {
  for (let attempt = 0; ; attempt++) {
    const said = await call();
    if (said.kind === "said") return said.body;
    const { failure } = said;
    const names = endpoint.namesFor(model);
    if (failure.kind === "transient") {
      const { retryAfterMs, detail } = failure;
      const delayMs = chooseRetryDelayMs({ attempt, retryAfterMs, random: clock.random() });
      if (delayMs === null || attempt >= mostTries) throw describeUnreached(detail, names);
      await wait(delayMs);
      continue;
    }
    const detail = failure.kind === "aborted" ? "given up" : failure.detail;
    const isRoute = failure.kind === "rejected" || (failure.kind === "fatal" && failure.cause === "route");
    const error =
      failure.kind === "fatal" && !isRoute
        ? describeFatal(failure.cause, detail, names)
        : describeNoBatches(names.publicUrl, detail);
    turnedAway.add(error);
    throw error;
  }
}

const describeNoBatches = (publicUrl: string, detail: string): JudgeUnusableError =>
  new JudgeUnusableError(`${publicUrl} does not take the batch: ${detail}`, {
    hint: "If it has no batches, leave --batch out, or take the requests elsewhere: lceval requests export.",
  });
