// What real judges once said, read again: rankings to the published verdict exactly, log-probabilities to 5e-11.
import { expect, it } from "vitest";
import { undoOrder } from "../../src/judge/judge.js";
import { logprobs } from "../../src/judge/protocols/logprobs.js";
import { ranking } from "../../src/judge/protocols/ranking.js";
import type { ShownReading } from "../../src/judge/reading.js";
import { ordersOfPresentation } from "../../src/pairs/order-of-presentation.js";
import { describeWithShared, readSharedRows, sharedFiles } from "../shared-data.js";
import { exampleReply } from "./example-pair.js";

interface Row {
  readonly instruction: string;
  readonly output_1: string;
  readonly output_2: string;
  readonly preference: number | null;
  readonly raw_completion?: unknown;
  readonly preference_raw_completion?: unknown;
}

interface Choice {
  readonly logprobs: { readonly content: { readonly top_logprobs: { token: string; logprob: number }[] }[] };
}

const rowsOf = (path: string) => readSharedRows(path) as unknown as Row[];
const filesIn = (path: string) => [...sharedFiles(path).keys()].map((name) => `${path}/${name}.json.gz`);
const rawCompletion = (row: Row) => row.raw_completion ?? row.preference_raw_completion ?? null;

function wirePreference(row: Row, reading: ShownReading): number {
  const [order] = ordersOfPresentation("random", row.instruction, 0);
  const undone = undoOrder(reading, order!);
  if ("failure" in undone) throw new Error(undone.failure.detail);
  return 1 + undone.preference;
}

function readRanking(row: Row, labels: { first: string; second: string }) {
  const raw = rawCompletion(row);
  const text = typeof raw === "string" ? raw : JSON.stringify(raw);
  const switched = ordersOfPresentation("random", row.instruction, 0)[0] === "model-first";
  const outputs = switched ? [row.output_2, row.output_1] : [row.output_1, row.output_2];
  const options = { equal_ranks: "first-label" } as const;
  return ranking.read(exampleReply(text), { options, labels, shownTexts: [...outputs, row.instruction] });
}

describeWithShared("recorded replies", () => {
  it.each([
    ["alpacaeval2_fn/Mistral-7B-Instruct-v0.2.alpaca_eval_cot_gpt4_turbo_fn.json.gz", 805],
    ["alpacaeval2_fn/cohere.alpaca_eval_cot_gpt4_turbo_fn.json.gz", 805],
    ["alpacaeval2_fn/cohere.alpaca_eval_gpt4_turbo_fn.json.gz", 805],
  ])("rankings of %s", (path, expected) => {
    const rows = rowsOf(path).filter((row) => rawCompletion(row) !== null);
    const labels = { first: "m", second: "M" };
    const wrong = rows.filter((row) => wirePreference(row, readRanking(row, labels)) !== row.preference);
    expect(rows).toHaveLength(expected);
    expect(wrong).toEqual([]);
  });

  it("rankings of alpacaeval1", () => {
    const rows = filesIn("alpacaeval1/annotations").flatMap(rowsOf);
    const recorded = rows.filter((row) => rawCompletion(row) !== null);
    const labels = { first: "model_1", second: "model_2" };
    const wrong = recorded.filter((row) => wirePreference(row, readRanking(row, labels)) !== row.preference);
    expect(recorded).toHaveLength(795);
    expect(wrong).toEqual([]);
  });

  it("log-probabilities of alpacaeval2", () => {
    let count = 0;
    let largest = 0;
    for (const path of filesIn("alpacaeval2/annotations")) {
      for (const row of rowsOf(path)) {
        const raw = rawCompletion(row) as Choice | null;
        if (raw === null) continue;
        const topLogprobs = raw.logprobs.content.map(({ top_logprobs }) => top_logprobs);
        const reading = logprobs.read(exampleReply("", { topLogprobs }), {
          options: { position: "first", binarize: false },
          labels: { first: "m", second: "M" },
          shownTexts: [],
        });
        largest = Math.max(largest, Math.abs(wirePreference(row, reading) - row.preference!));
        count++;
      }
    }
    expect(count).toBe(21_664);
    expect(largest).toBeLessThanOrEqual(5e-11);
  });
});
