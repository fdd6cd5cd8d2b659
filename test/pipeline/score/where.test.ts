import { describe, expect, it } from "vitest";
import { score } from "../../../src/pipeline/score/score.js";

const judgements = Array.from({ length: 40 }, (_, i) => ({
  instruction_id: `q${i}`,
  ...{ generator_1: "base", generator_2: "model", annotator: "judge" },
  ...{ preference: i % 4 === 0 ? 1 : 2, length_model: 50 + i, length_baseline: 60 },
  ...{ domain: i < 20 ? "maths" : "prose", level: i },
}));

describe("score --where", () => {
  it("scores what the same rows alone give, and says what was left out", async () => {
    const where = [
      { column: "domain", value: "prose" },
      { column: "level", relation: ">=" as const, value: "24" },
    ];
    const [part] = await score({ judgements, where });
    const [alone] = await score({ judgements: judgements.filter(({ level }) => level >= 24) });
    expect(part!.winRate).toEqual(alone!.winRate);
    expect(part!.lengthControlled).toEqual(alone!.lengthControlled);
    expect(part!.warnings).toEqual([
      "selection: 16 of 40 judgements are counted (--where domain=prose,level>=24)",
      ...alone!.warnings,
    ]);
  });

  it("reaches into objects: one of two models that judged under one name", async () => {
    const by = (model: string) =>
      judgements.map((row, i) => ({
        ...row,
        preference: model === "m" ? row.preference : 1 + (i % 2),
        judge: { model },
      }));
    const both = [...by("m"), ...by("other")];
    await expect(score({ judgements: both })).rejects.toMatchObject({
      hint: expect.stringContaining("judge.model=MODEL"),
    });
    const [part] = await score({ judgements: both, where: [{ column: "judge.model", value: "m" }] });
    const [alone] = await score({ judgements: by("m") });
    expect(part!.winRate).toEqual(alone!.winRate);
    await expect(score({ judgements: both, where: [{ column: "judge.mode", value: "m" }] })).rejects.toThrow(
      /no column "judge.mode" for --where/,
    );
  });

  it("refuses a column that is not there, and what no row has", async () => {
    const ask = (column: string, value: string) => score({ judgements, where: [{ column, value }] });
    await expect(ask("topic", "maths")).rejects.toThrow(/no column "topic" for --where/);
    await expect(ask("domain", "history")).rejects.toThrow(/no judgement has domain=history/);
  });

  it("asks nothing of the rows that it leaves out: other judges, scales, verdicts", async () => {
    const others = judgements.map((row) => ({ ...row, annotator: "people", preference: 7 }));
    const [part] = await score({
      judgements: [...others, ...judgements],
      where: [{ column: "annotator", value: "judge" }],
    });
    const [alone] = await score({ judgements });
    expect(part!.lengthControlled).toEqual(alone!.lengthControlled);
    await expect(score({ judgements: [...others, ...judgements] })).rejects.toThrow();
  });
});
