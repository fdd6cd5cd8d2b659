// What the order of presentation does to a score: pairs with a verdict in one of two orders, and difficulty that was
// estimated in another order.
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ordersOfPresentation } from "../../../src/pairs/order-of-presentation.js";
import { score } from "../../../src/pipeline/score/score.js";
import { verifyFile } from "../../../src/pipeline/verify/verify.js";
import { checkRequirement, parseRequirement } from "../../../src/report/gates/requirement.js";
import { writeAnnotations } from "../../annotation-files.js";
import { runLceval } from "../../cli/lceval.js";
import { describeWithShared, readSharedRows } from "../../shared-data.js";
import { temporaryFolder } from "../../temporary-folder.js";

/** Both orders of each of 60 pairs; `missing` drops the second, or leaves it without a verdict. */
function inBothOrders(
  missing: (i: number) => "absent" | "unjudged" | null,
  winsFirst: (i: number) => boolean,
) {
  return writeAnnotations(
    Array.from({ length: 60 }, (_, i) => i).flatMap((i) => {
      const line = (order: string, preference: number | null) => ({
        instruction: `q ${i}`,
        output_1: "b".repeat(10 + (i % 7)),
        output_2: "m".repeat(10 + ((3 * i) % 11)),
        order,
        preference,
        ...(preference === null && { status: "unjudged", reason: "timeout" }),
      });
      const how = missing(i);
      return [
        line("model-first", winsFirst(i) ? 2 : 1),
        ...(how === "absent" ? [] : [line("baseline-first", how === "unjudged" ? null : i % 2 ? 2 : 1)]),
      ];
    }),
  );
}

describe("pairs with a verdict in one of two orders", () => {
  const biased = inBothOrders(
    (i) => (i < 15 ? "absent" : i < 25 ? "unjudged" : null),
    (i) => i < 25 || i % 2 === 1,
  );

  it("are counted, kept with a warning where they move the rate, and left out on request", async () => {
    const [kept] = await score({ annotations: [biased], difficulty: "none" });
    expect(kept!.oneSided).toBe(25);
    expect(kept!.winRate.judged).toBe(60);
    const warning = kept!.warnings.find((text) => text.startsWith("one-sided:"))!;
    const [dropped] = await score({ annotations: [biased], difficulty: "none", oneSided: "drop" });
    expect(dropped!.winRate.judged).toBe(35);
    expect(dropped!.winRate.rate).toBeCloseTo(18 / 35, 12);
    expect(warning).toContain(
      `25 of 60 pairs have a verdict in one of the two orders only; without them the raw rate would be ${((100 * 18) / 35).toFixed(2)} instead of`,
    );
    expect(dropped!.oneSided).toBe(25);
    expect(dropped!.warnings.join("\n")).toContain("one-sided: 25 pairs");
  });

  it("are one pair of what outputs hold, with the table's rates, in a score and for verify", async () => {
    const file = writeAnnotations(
      Array.from({ length: 60 }, (_, i) => i).flatMap((i) => {
        const line = {
          instruction: `q ${i}`,
          output_1: "b".repeat(i < 20 ? 900 : 10 + (i % 7)),
          output_2: "m".repeat(10 + (i % 5)),
        };
        const lines = [
          { ...line, order: "model-first", preference: 1 + (i % 2) },
          { ...line, order: "baseline-first", preference: 1 + Number(i % 3 === 0) },
        ];
        return i % 4 === 0 ? lines.slice(0, 1) : lines;
      }),
    );
    const preferences = Array.from({ length: 60 }, (_, i) =>
      i % 4 === 0 ? i % 2 : ((i % 2) + Number(i % 3 === 0)) / 2,
    );
    const meanOf = (of: readonly number[]) => of.reduce((sum, y) => sum + y, 0) / of.length;
    const [scored] = await score({ annotations: [file], difficulty: "none" });
    expect(scored!.winRate.rate).toBeCloseTo(meanOf(preferences), 12);
    const text = (rate: number) => `${(100 * rate).toFixed(2)} %`;
    expect(scored!.warnings).toContain(
      `integrity: length below 1/20 of the baseline's: 20 of 60 pairs; win rate ${text(meanOf(preferences))}, ${text(meanOf(preferences.slice(20)))} without them`,
    );
    const found = (await verifyFile({ file })).integrity.find(({ what }) => what.startsWith("length"))!;
    expect(found).toMatchObject({ pairs: 20, allPairs: 60 });
    expect(found.rate).toBeCloseTo(meanOf(preferences), 12);
    expect(found.rateWithout).toBeCloseTo(meanOf(preferences.slice(20)), 12);
  });

  it("are not warned of where they move nothing, and are none where nothing was asked twice", async () => {
    const even = inBothOrders(
      (i) => (i < 2 ? "absent" : null),
      (i) => i % 2 === 1,
    );
    const [one] = await score({ annotations: [even], difficulty: "none" });
    expect(one!.oneSided).toBe(2);
    expect(one!.warnings.join()).not.toContain("one-sided");
    const [single] = await score({
      annotations: [
        inBothOrders(
          () => "absent",
          (i) => i % 3 > 0,
        ),
      ],
      difficulty: "none",
    });
    expect(single!.oneSided).toBe(0);
  });
});

describe("the order that has no verdict", () => {
  // ten pairs that the judge, which always prefers what it sees first, refused in the other order; ten in both; one failed
  const lines = (missing: "absent" | "unjudged", both = 10) =>
    Array.from({ length: 20 }, (_, i) => i).flatMap((i) => {
      const line = (order: string, preference: number | null) => ({
        instruction: `q ${i}`,
        output_1: "b".repeat(10 + (i % 7)),
        output_2: "m".repeat(10 + ((3 * i) % 11)),
        ...{ order, preference },
        ...(preference === null && { status: "unjudged", reason: "refused" }),
      });
      const isHalf = i >= both;
      return [
        line("model-first", 2),
        ...(isHalf && missing === "absent" ? [] : [line("baseline-first", isHalf ? null : 1)]),
      ];
    });
  const gate = async (file: string, requirement: string, more = {}) => {
    const scores = await score({ annotations: [file], difficulty: "none", strength: 1, ...more });
    return checkRequirement(parseRequirement(requirement), scores)[0]!;
  };

  it.each(["absent", "unjudged"] as const)("counts as all that it could have been, %s", async (missing) => {
    const file = writeAnnotations(lines(missing));
    const [kept] = await score({ annotations: [file], difficulty: "none", strength: 1 });
    expect(kept!.winRate.rate).toBe(0.75);
    expect(kept!.winRateBounds).toEqual({ lower: 0.5, upper: 0.75 });
    expect(kept!.lengthControlled!.bounds!.lower).toBeLessThan(kept!.lengthControlled!.rate - 0.1);
    expect(kept).toMatchObject({ unjudged: 10, missingOrders: 5 });
    const controlled = (100 * kept!.lengthControlled!.rate - 2).toFixed(2);
    for (const requirement of ["win_rate>=70", `length_controlled_winrate>=${controlled}`]) {
      expect(await gate(file, requirement)).toMatchObject({ outcome: "inconclusive" });
      expect((await gate(file, requirement)).explanation).toContain(
        "over all that the 10 missing verdicts could",
      );
    }
    expect(await gate(file, "win_rate>=50")).toMatchObject({ outcome: "holds" });
    expect(await gate(file, "win_rate>=76")).toMatchObject({ outcome: "fails" });
    // dropped from the rate that is printed, it is not dropped from what decides
    const low = writeAnnotations(
      lines(missing).map((line) => ({
        ...line,
        preference:
          line.preference &&
          (line.order === "model-first" && Number(line.instruction.slice(2)) >= 10 ? 1 : 1.6),
      })),
    );
    expect(await gate(low, "win_rate>=55", { oneSided: "drop" })).toMatchObject({ outcome: "inconclusive" });
  });

  it("where one order failed of every pair, too", async () => {
    const file = writeAnnotations(lines("unjudged", 0));
    expect(await gate(file, "win_rate>=70")).toMatchObject({ outcome: "inconclusive" });
    expect(await gate(file, "win_rate>=50")).toMatchObject({ outcome: "holds" });
  });

  it("weighs as a repeat, or a juror, does", async () => {
    const repeated = lines("absent").flatMap((line) => [
      { ...line, repeat: 0 },
      { ...line, repeat: 1 },
    ]);
    const other = repeated.find(({ instruction }) => instruction === "q 15")!;
    repeated.push({ ...other, order: "baseline-first", preference: 1, repeat: 0 });
    const [model] = await score({
      annotations: [writeAnnotations(repeated)],
      difficulty: "none",
      strength: 1,
    });
    // nine pairs lack both repeats of an order, one lacks one
    expect(model!.missingOrders).toBeCloseTo(9 / 2 + 1 / 4, 12);
  });

  it("decides no comparison either, and stands in the result", async () => {
    const folder = temporaryFolder();
    const at = (name: string) => join(folder, name);
    const file = writeAnnotations(lines("unjudged"));
    const whole = writeAnnotations(
      lines("absent", 20).map((line) => ({ ...line, preference: line.order === "model-first" ? 2 : 1.2 })),
    );
    const options = ["--difficulty", "none", "--strength", "1", "--quiet"];
    const run = (...args: string[]) => runLceval([...args, ...options]);
    await run("score", whole, "-o", at("whole.json"));
    await run("score", file, "-o", at("half.json"));
    expect(await run("score", file, "--against", at("whole.json"), "--margin", "5")).toMatchObject({
      code: 11,
    });
    expect(await run("compare", at("half.json"), at("whole.json"), "--margin", "5")).toMatchObject({
      code: 11,
    });
    expect(await run("compare", at("whole.json"), at("half.json"), "--margin", "25")).toMatchObject({
      code: 11,
    });
    expect(await runLceval(["verify", at("half.json")])).toMatchObject({ code: 0 });
    expect(await run("score", file, "--max-unjudged", "24")).toMatchObject({ code: 5 });
    expect(await run("score", file, "--max-unjudged", "25")).toMatchObject({ code: 0 });
    expect(await run("score", file, "--max-unjudged", "24", "--one-sided", "drop")).toMatchObject({
      code: 5,
    });
  });
});

describeWithShared("published difficulty", () => {
  const rows = readSharedRows("alpacaeval2/annotations/alpaca-7b.json.gz");
  const shown = (orderOf: (instruction: string) => string) =>
    writeAnnotations(rows.map((row) => ({ ...row, order: orderOf(String(row.instruction)) })));
  const warningsOf = async (file: string, difficulty = "auto") =>
    (await score({ annotations: [file], difficulty }))[0]!.warnings.filter((text) =>
      text.startsWith("foreign-order"),
    );

  it("is warned of where judgements were shown in another order than its judge saw", async () => {
    const other = shown(() => "baseline-first");
    expect((await warningsOf(other)).join()).toContain("406 of 805 judgements");
    expect(await warningsOf(other, "none")).toEqual([]);
    expect(await warningsOf(shown((text) => ordersOfPresentation("random", text, 0)[0]!))).toEqual([]);
    expect(await warningsOf(writeAnnotations(rows))).toEqual([]);
  });
});
