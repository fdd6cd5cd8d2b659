// Batches under way → a report: one row a batch.
import type { Report } from "./report.js";
import { figure, tableOf, text } from "./table-of.js";

export interface ListedBatch {
  /** The server's name for it, else our own. */
  readonly id: string;
  readonly model: string;
  readonly requests: number;
  readonly done: number | null;
  /** In the server's words; null where it was not asked: another server's, or no key for it is there. */
  readonly status: string | null;
  readonly begun: string;
  readonly endpoint: string;
  readonly output: string;
}

export const reportBatches = (batches: readonly ListedBatch[]): Report => ({
  sections: [
    tableOf(batches.length === 0 ? "No batches are under way" : "Batches under way", batches, [
      text("batch", ({ id }) => id),
      text("model", ({ model }) => model),
      figure("requests", ({ requests }) => requests),
      text("done", ({ done }) => (done === null ? "" : String(done))),
      text("status", ({ status }) => status ?? "not asked"),
      text("for", ({ output }) => output),
    ]),
  ],
  warnings: [],
  records: batches.map((batch) => ({ ...batch })),
  document: { schema_version: 1, batches },
});
