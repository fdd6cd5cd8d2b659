// What the order of presentation does to a score: pairs with a verdict in one of two orders, and difficulty that was
// estimated in another order.
import { describe, expect, it } from "vitest";
import { ordersOfPresentation } from "../../../src/pairs/order-of-presentation.js";
import { score } from "../../../src/pipeline/score/score.js";
import { writeAnnotations } from "../../annotation-files.js";
import { describeWithShared, readSharedRows } from "../../shared-data.js";

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
