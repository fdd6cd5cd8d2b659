import { expect, it } from "vitest";
import { compareIdenticalRuns } from "../../../src/metrics/comparison/identical-runs.js";
import { readObservations } from "../../../src/pipeline/observations/read-observations.js";
import { loadCalibration } from "../../../src/pipeline/score/load-calibration.js";
import { scoreDefaults } from "../../../src/pipeline/score/score-request.js";
import { describeWithShared, shared } from "../../shared-data.js";

async function optionsFor(splits: number, marginPercent: number) {
  const { calibration, mode } = await loadCalibration("auto");
  return { ...scoreDefaults, calibration, mode, strength: 10, splits, margin: marginPercent / 100 };
}

describeWithShared("two halves of one model's judgements", () => {
  const read = async (name: string) =>
    (await readObservations([shared(`alpacaeval2/annotations/${name}.json.gz`)!]))[0]!;

  it.each(["claude-2", "FuseChat-Gemma-2-9B-Instruct"])(
    "fool the point gate half the time and the interval gate hardly ever: %s",
    async (name) => {
      const { gates } = compareIdenticalRuns(await read(name), await optionsFor(400, 0))!;
      for (const gate of [gates.raw!, gates.lengthControlled!]) {
        expect(gate.pointFails).toBeGreaterThan(0.4);
        expect(gate.pointFails).toBeLessThan(0.6);
        // 2.5 % by design; three standard errors of 400 splits are 2.3 points.
        expect(gate.intervalFails).toBeLessThan(0.05);
      }
    },
  );

  it("fool either gate less with a margin, the point gate still more often", async () => {
    const model = await read("vicuna-7b-v1.5");
    const strict = compareIdenticalRuns(model, await optionsFor(200, 0))!.gates.lengthControlled!;
    const lenient = compareIdenticalRuns(model, await optionsFor(200, 1))!.gates.lengthControlled!;
    expect(lenient.pointFails).toBeLessThan(strict.pointFails);
    expect(lenient.pointFails).toBeGreaterThan(lenient.intervalFails + 0.1);
  });

  it("are dealt by the seed, and need four clusters", async () => {
    const model = await read("claude-2");
    const options = await optionsFor(5, 0);
    expect(compareIdenticalRuns(model, options)).toEqual(compareIdenticalRuns(model, options));
    expect(compareIdenticalRuns({ ...model, rows: [...model.rows].slice(0, 3) }, options)).toBeNull();
  });
});
