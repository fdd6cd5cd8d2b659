// What reading costs and is exact: how often rows are gone over, and what of their texts is left afterwards.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { MemoryRows } from "../../../src/io/rows/located-row.js";
import { readObservations } from "../../../src/pipeline/observations/read-observations.js";

const makeRow = (i: number, chars: number) => ({
  instruction: `question ${i}`,
  output_1: `${i} `.repeat(chars / 4),
  output_2: ` ${i}`.repeat(chars / 8),
  generator_1: "baseline",
  generator_2: "model",
  preference: 1 + (i % 2),
});

/** Rows that count how often each was asked for, and are made anew each time. */
class CountedRows extends MemoryRows {
  constructor(
    readonly count: number,
    readonly asked: number[],
    chars: number,
  ) {
    super("counted", {
      length: count,
      slice: (from: number, to: number) =>
        Array.from({ length: Math.min(to, count) - from }, (_, i) => {
          asked[from + i] = (asked[from + i] ?? 0) + 1;
          return makeRow(from + i, chars);
        }),
    } as unknown as readonly unknown[]);
  }
}

it("goes over every row once", async () => {
  const asked: number[] = [];
  const [model] = await readObservations([new CountedRows(1000, asked, 16)]);
  expect(model!.rows).toHaveLength(1000);
  expect(new Set(asked)).toEqual(new Set([1]));
});

it("keeps no text", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const heldBytes = () => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  await readObservations([new CountedRows(100, [], 40_000)]);
  const before = heldBytes();
  // 60 MB of answers
  const models = await readObservations([new CountedRows(1000, [], 40_000)]);
  expect(heldBytes() - before).toBeLessThan(3e6);
  expect(models[0]!.rows).toHaveLength(1000);
});
