// Whatever a file holds, a command gives a result or an error with a documented exit code. Seeded: the same files every
// time. `npm run fuzz` feeds a hundred times as many.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exitCodes } from "../../src/core/exit-codes.js";
import { readObservations } from "../../src/pipeline/observations/read-observations.js";
import { score } from "../../src/pipeline/score/score.js";
import { changedFiles, encodeOddRows, type OddFile, oddRows } from "./odd-files.js";
import { outcomeOf } from "./outcome.js";

const cases = Number(process.env.LCEVAL_FUZZ_CASES ?? 1_000);
const seed = Number(process.env.LCEVAL_FUZZ_SEED ?? 1);
const hoursMs = 3_600_000;
const expected = ["result", exitCodes.badInput.code, exitCodes.fitFailed.code];

async function checkObservations(path: string): Promise<void> {
  for (const { generator, rows } of await readObservations([path])) {
    expect(generator).not.toBe("");
    for (const { instructionId, cluster, preference, unjudgedReason, modelLength, baselineLength } of rows) {
      expect(instructionId && cluster).toBeTruthy();
      if (preference === null) expect(unjudgedReason).toBeTruthy();
      else expect(preference).toSatisfy((y: number) => y >= 0 && y <= 1);
      for (const length of [modelLength, baselineLength]) {
        if (length !== null)
          expect(length).toSatisfy((chars: number) => chars >= 0 && Number.isFinite(chars));
      }
    }
  }
}

async function checkScores(path: string): Promise<void> {
  const scores = await score({ annotations: [path], difficulty: "none" });
  JSON.stringify(scores, (_, value) => {
    if (typeof value === "number") expect(value).toSatisfy(Number.isFinite);
    return ArrayBuffer.isView(value) ? [...(value as Float64Array)] : value;
  });
}

/** What is fed: reading, and all that `score` does with what was read. */
async function command(path: string): Promise<void> {
  await checkObservations(path);
  await checkScores(path);
}

describe("score, fed odd files", () => {
  const counts = new Map<unknown, number>();
  const check = async (file: OddFile) => {
    const outcome = await outcomeOf(file, command);
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    expect(expected).toContain(outcome);
  };
  const settings = { numRuns: Math.ceil(cases / 2), seed, endOnFailure: true };

  it("survives changed bytes", { timeout: hoursMs }, async () => {
    counts.clear();
    await fc.assert(fc.asyncProperty(await changedFiles(), check), settings);
    expectBothOutcomes();
  });

  it("survives odd rows", { timeout: hoursMs }, async () => {
    counts.clear();
    await fc.assert(
      fc.asyncProperty(oddRows, async (rows) => check(await encodeOddRows(rows))),
      settings,
    );
    expectBothOutcomes();
  });

  /** A test that only ever saw errors, or results, would show little. */
  function expectBothOutcomes() {
    for (const outcome of ["result", exitCodes.badInput.code]) {
      expect(counts.get(outcome) ?? 0).toBeGreaterThan(cases / 50);
    }
  }
});
