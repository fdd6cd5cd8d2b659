// The figures of the 39 published files, as version 0.1.0 gave them (`golden.json`): work on speed moves none of them.
import { expect, it } from "vitest";
import { toScoreRecord } from "../../../src/io/wire/score-result/to-score-record.js";
import { score } from "../../../src/pipeline/score/score.js";
import { describeWithShared, sharedFiles } from "../../shared-data.js";
import golden from "./golden.json" with { type: "json" };

type Figures = Readonly<Record<string, unknown>>;

describeWithShared("figures as of 0.1.0", () => {
  it.each(Object.entries(golden))("%s", { timeout: 300_000 }, async (name, models) => {
    const results = await score({ annotations: [...sharedFiles(`${name}/annotations`).values()] });
    expect(results).toHaveLength(Object.keys(models).length);
    for (const result of results) {
      const record = JSON.parse(JSON.stringify(toScoreRecord(result)));
      const figures = {
        ...record,
        length_controlled_error: record.length_controlled_interval?.standard_error,
      };
      expectSame(figures, (models as Record<string, Figures>)[record.generator]!, record.generator);
    }
  });
});

function expectSame(ours: Figures, theirs: Figures, where: string): void {
  for (const [name, value] of Object.entries(theirs)) {
    const path = `${where} ${name}`;
    if (typeof value === "object" && value !== null)
      expectSame(ours[name] as Figures, value as Figures, path);
    else if (typeof value !== "number") expect(ours[name], path).toBe(value);
    else
      expect(Math.abs((ours[name] as number) - value), path).toBeLessThan(
        1e-9 * Math.max(1, Math.abs(value)),
      );
  }
}
