import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { plan } from "../../src/pipeline/plan.js";
import { score } from "../../src/pipeline/score/score.js";
import { reportPlan } from "../../src/report/plan-report.js";
import { runLceval } from "../cli/lceval.js";
import { describeWithShared, shared } from "../shared-data.js";
import { temporaryFolder } from "../temporary-folder.js";

const example = new URL("../../data/example/", import.meta.url).pathname;

/** The commands that a plan without files prints, on the example. */
async function makePilot(folder: string): Promise<string> {
  const file = join(folder, "pilot.jsonl");
  const { stdout } = await runLceval(["plan", "--format", "json"]);
  for (const command of JSON.parse(stdout).pilot.slice(0, 2)) {
    const words = command
      .replace("--judge verdict", "--judge offline --store none")
      .replace("model.json", `${example}model.jsonl`)
      .replace("baseline.json", `${example}baseline.jsonl`)
      .replace("pilot.jsonl", file)
      .split(" ");
    const { code, stderr } = await runLceval(words.slice(1));
    expect([code, stderr]).toMatchObject([0, expect.any(String)]);
  }
  return file;
}

describe("lceval plan", () => {
  it("without files says how to make a pilot of three replies an instruction, and reads it", async () => {
    const file = await makePilot(temporaryFolder());
    expect(readFileSync(file, "utf8").trim().split("\n")).toHaveLength(3 * 60);
    const found = await plan({ annotations: [file], halfWidth: 0.03 });
    const { raw, lengthControlled } = found.models[0]!.rates;
    for (const { components } of [raw, lengthControlled!]) {
      expect(components).toMatchObject({ instructions: 60, jurors: 1 });
      // the offline judge repeats itself but for a little jitter, and likes what it reads first
      expect(components!.repeat!).toBeLessThan(0.1 * components!.instruction);
      expect(components!.order!).toBeGreaterThan(0);
    }
  });

  it("predicts the standard error that score has where the pilot was asked so", async () => {
    const file = join(temporaryFolder(), "judged.jsonl");
    await runLceval([
      ...[
        "annotate",
        `${example}model.jsonl`,
        "--baseline",
        `${example}baseline.jsonl`,
        "--judge",
        "offline",
      ],
      ...["--order", "both", "--repeat", "2", "-o", file],
    ]);
    const [scored] = await score({ annotations: [file] });
    const found = await plan({ annotations: [file], detect: 0.05, price: { inputUsd: 1, outputUsd: 1 } });
    const { designs } = reportPlan(found).document as { designs: Record<string, number>[] };
    const asAsked = designs.find(({ orders, repeats }) => orders === 2 && repeats === 2)!;
    expect(asAsked.standard_error! / 100 / scored!.lengthControlled!.interval!.standardError).toBeCloseTo(
      1,
      1,
    );
    const raw = found.models[0]!.rates.raw.components!;
    expect(Math.sqrt((raw.instruction + raw.repeat! / 4) / 60)).toBeCloseTo(
      scored!.winRateInterval!.standardError,
      10,
    );
    for (const design of designs) {
      const z = 1.959963984540054 + 0.8416212335729143;
      const needed = Math.max((1.959963984540054 / 3) ** 2, (z / 5) ** 2) * design.standard_error! ** 2 * 60;
      expect(design.instructions_needed).toBe(Math.ceil(needed - 1e-9));
      expect(design.judgements).toBe(design.instructions_needed! * design.orders! * design.repeats!);
    }
  });

  it("says in words what to ask more of, and what the pilot does not tell", async () => {
    const file = join(temporaryFolder(), "judged.jsonl");
    await runLceval([
      ...[
        "annotate",
        `${example}model.jsonl`,
        "--baseline",
        `${example}baseline.jsonl`,
        "--judge",
        "offline",
      ],
      ...["--order", "random", "-o", file],
    ]);
    const { stdout, code } = await runLceval(["plan", file]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/ask more instructions, not more repeats/);
    expect(stdout).toMatch(/The smallest pilot that tells the rest/);
    expect((await runLceval(["plan", file, "--half-width", "0"])).code).toBe(2);
  });
});

describeWithShared("a plan from published judgements", () => {
  it("has the error of the published rates, and the price that they cost", async () => {
    const file = shared("alpacaeval2/annotations/claude-2.json.gz")!;
    const found = await plan({ annotations: [file] });
    const { designs } = reportPlan(found).document as { designs: Record<string, number>[] };
    expect(designs[0]!.standard_error).toBeCloseTo(1.763, 2);
    expect(found.models[0]!.costUsd!).toBeCloseTo(0.0097, 3);
    expect(designs.slice(1).every(({ standard_error }) => standard_error === null)).toBe(true);
  });
});
