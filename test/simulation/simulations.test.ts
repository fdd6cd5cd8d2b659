// The short form of `npm run coverage`, whose long form fills the tables in docs/statistics.md.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { describeWithShared } from "../shared-data.js";

async function simulate(script: string, ...options: string[]): Promise<Record<string, unknown>[]> {
  const path = new URL(`../../bench/${script}.mjs`, import.meta.url).pathname;
  const { stdout } = await promisify(execFile)(process.execPath, [path, "--json", ...options]);
  return JSON.parse(stdout);
}

interface Coverage {
  readonly coverage: number;
  readonly ratio: number;
  readonly bias: number;
}

describeWithShared("simulations from real rows", () => {
  it("find 95 % intervals that cover 95 %, raw and length-controlled, at 805 and 200 instructions", async () => {
    const models = "pythia-12b-mix-sft,claude-2,FuseChat-Gemma-2-9B-Instruct";
    const results = await simulate("coverage", "--sets", "300", "--models", models);
    expect(results).toHaveLength(6);
    for (const { raw, lengthControlled } of results as { raw: Coverage; lengthControlled: Coverage }[]) {
      for (const { coverage, ratio, bias } of [raw, lengthControlled]) {
        // Three standard errors of 300 sets are 3.8 points.
        expect(Math.abs(coverage - 95)).toBeLessThan(3.8);
        expect(Math.abs(ratio - 1)).toBeLessThan(0.15);
        expect(Math.abs(bias)).toBeLessThan(0.6);
      }
    }
  }, 300_000);

  it.each([
    ["vicuna-7b-v1.5:alpaca-7b", "raw", "2000"],
    ["OpenHermes-2.5-Mistral-7B:vicuna-13b-v1.5", "raw", "2000"],
    ["OpenHermes-2.5-Mistral-7B:vicuna-13b-v1.5", "lengthControlled", "1000"],
  ])(
    "find the power that the formula promised, within 3 points: %s, %s",
    async (pairs, rates, sets) => {
      const [result] = await simulate("power", "--sets", sets, "--pairs", pairs, "--rates", rates);
      expect(Math.abs((result!.power as number) - 80)).toBeLessThan(3);
      expect(Math.abs((result!.coverage as number) - 95)).toBeLessThan(2);
    },
    300_000,
  );

  it("find gates that decide wrongly on one side no more often than 2.5 % promise, at 20, 50 and 200 instructions", async () => {
    const [result] = [await simulate("gates", "--sets", "300")] as unknown as [
      Record<"soft" | "hard" | "power", Record<string, number>[]>,
    ];
    for (const row of result.soft) expect(row["now, mean"]).toBeLessThan(2.6);
    for (const row of result.hard) {
      expect(row["now, mean"]).toBeLessThan(2.6);
      expect(row["now, worst of 10–90 %"]).toBeLessThan(4);
    }
    for (const row of result.power)
      for (const gate of ["holds 5 below", "fails 5 above"])
        expect(row[`now: ${gate}`]).toBeGreaterThan(row[`before: ${gate}`]! - 0.01);
  }, 300_000);
});

it("find intervals over uneven clusters that cover at least 95 %, where plain sums cover far less", async () => {
  const results = (await simulate("clusters", "--sets", "60")) as Record<string, number | string>[];
  const mean = (rows: typeof results, method: string) =>
    rows.reduce((sum, row) => sum + (row[method] as number), 0) / rows.length;
  const uneven = results.filter(({ clusters }) => clusters !== "20 × 20");
  expect(uneven).toHaveLength(6);
  for (const rate of ["raw", "LC"]) {
    expect(mean(uneven, `${rate} now`)).toBeGreaterThan(95);
    expect(mean(uneven, `${rate} before`)).toBeLessThan(85);
  }
}, 300_000);
