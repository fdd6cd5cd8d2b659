// A batch that was begun → what it gave, whichever way it ended: finished rows of both files, those of batches that expired
// or were cancelled too, and of a batch that was turned down the requests that were at fault.
import { JudgeUnusableError } from "../../core/errors.js";
import type { Answer } from "../client/chat-endpoint.js";
import { classifyReply } from "../client/classify-failure.js";
import { describeFatal } from "../client/describe-failure.js";
import { quoteForeignMessage } from "../client/redact.js";
import type { Batch } from "./batch-api.js";
import type { BatchContext } from "./batch-context.js";
import type { BatchRecord } from "./batch-ledger.js";
import { type BatchReply, readBatchLine } from "./batch-line.js";

/** How a batch ended: with rows, or without; turned away because too much is queued; cancelled by somebody. */
export type Fate = "ended" | "no-room" | "cancelled";

const noRoom = /^(?:token_limit_exceeded|too_many_tasks)$/;
const mostFailedLooks = 10;
const goneStatuses: readonly (number | null)[] = [404, 410];

export class FollowedBatch {
  record: BatchRecord;
  /** Null while it is under way. */
  fate: Fate | null = null;
  readonly #lines = new Map<string, BatchReply>();
  readonly #settled = new Map<string, Answer>();
  #said = "";
  #failedLooks = 0;

  constructor(record: BatchRecord) {
    this.record = record;
  }

  /** Asks the server how far it is, and collects what it gave when it has ended. @throws JudgeUnusableError (exit 4) */
  async look(context: BatchContext): Promise<void> {
    const { api, endpoint } = context;
    const id = this.record.id!;
    const said = await api.retrieve(id);
    if (said.kind === "failed") {
      const { failure, status } = said;
      const detail = failure.kind === "aborted" ? "" : failure.detail;
      if (failure.kind === "transient" && ++this.#failedLooks < mostFailedLooks) return;
      throw new JudgeUnusableError(
        `${endpoint.publicUrl} does not say how far the batch ${id} is: ${detail}`,
        {
          hint: goneStatuses.includes(status)
            ? `Ask with the key that began it, or forget it: lceval batches cancel ${id}.`
            : "It goes on; the same command collects what it gives.",
        },
      );
    }
    this.#failedLooks = 0;
    const { status, request_counts: counts } = said.body;
    this.#say(
      `${status}${counts?.total ? `, ${counts.completed ?? 0} of ${counts.total} done` : ""}`,
      context,
    );
    if (status === "failed") await this.#fail(said.body, context);
    else if (/^(?:completed|expired|cancelled)$/.test(status)) await this.#collect(said.body, context);
  }

  /** What it says to one request: nothing where it is to be sent once more. */
  replyTo(key: string): BatchReply | "called-off" | null {
    const line = this.#lines.get(key);
    if (line?.code === "batch_expired") return null;
    if (line === undefined || line.code === "batch_cancelled")
      return this.fate === "cancelled" ? "called-off" : null;
    return line;
  }

  isAnswered(key: string): boolean {
    const status = this.#lines.get(key)?.reply.status ?? 0;
    return status >= 200 && status < 300;
  }

  /** A reply of it is safe. */
  settled(key: string, answer: Answer): void {
    this.#settled.set(key, answer);
  }

  get settledAnswers(): readonly Answer[] {
    return [...this.#settled.values()];
  }

  /** Whether nothing that it gave can be lost any more. */
  async isSafe(isStored: (key: string) => Promise<boolean>): Promise<boolean> {
    if (this.fate === null) return false;
    for (const key of this.record.keys)
      if (this.isAnswered(key) && !this.#settled.has(key) && !(await isStored(key))) return false;
    return true;
  }

  #say(what: string, { say }: BatchContext): void {
    if (what !== this.#said) say(`batch ${this.record.id}: ${what}`);
    this.#said = what;
  }

  async #collect(batch: Batch, context: BatchContext): Promise<void> {
    const keys = new Set(this.record.keys);
    const files = [batch.output_file_id, batch.error_file_id];
    const lines: unknown[] = [...(batch.results ?? [])];
    // one of them may be missing, whatever the counts say
    for (const file of files) {
      if (!file) continue;
      const said = await context.api.content(file);
      if (said.kind === "said") lines.push(...said.body);
      else if (goneStatuses.includes(said.status))
        this.#say(`its results are no longer there (${file}); they are asked for again`, context);
      else return; // the next look tries again
    }
    for (const line of lines) {
      const read = readBatchLine(line);
      if (read && keys.has(read.key)) this.#lines.set(read.key, read);
    }
    this.fate = batch.status === "cancelled" ? "cancelled" : "ended";
  }

  async #fail({ errors, error }: Batch, { endpoint, ledger }: BatchContext): Promise<void> {
    const { ticket, keys, model, id } = this.record;
    const said = [...(errors?.data ?? []), ...(error ? [{ ...error, line: null }] : [])];
    if (said.some(({ code }) => noRoom.test(code ?? ""))) {
      this.fate = "no-room";
      await ledger.end(ticket, null);
      return;
    }
    const replies = said.map(({ code, message, line }) => ({
      key: keys[(line ?? 0) - 1],
      reply: { status: 400, text: JSON.stringify({ error: { code, message } }), headers: new Map() },
    }));
    for (const { key, reply } of replies)
      if (key !== undefined) this.#lines.set(key, { key, reply, code: null });
    this.fate = "ended";
    if (this.#lines.size > 0) return;
    await ledger.end(ticket, null);
    const words =
      said.map(({ code, message }) => `${code ?? "?"}: ${message ?? ""}`).join("; ") || "no reason given";
    const failure = replies[0] && classifyReply(replies[0].reply, { nowMs: Date.now(), sampling: [] });
    throw failure?.kind === "fatal"
      ? describeFatal(failure.cause, failure.detail, endpoint.namesFor(model))
      : new JudgeUnusableError(`the batch ${id} was turned down: ${quoteForeignMessage(words)}`);
  }
}
