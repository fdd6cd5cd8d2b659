import { describe, expect, it } from "vitest";
import { LabelSpelling, toLabel } from "../../../src/pipeline/tables/label-spelling.js";

describe("a label", () => {
  it.each([
    ["1.0", "1"],
    [1, "1"],
    [" 2 ", "2"],
    ["0.70", "0.7"],
    ["-0", "0"],
    [" A>B\t", "A>B"],
    [true, "true"],
    ["", null],
    ["  ", null],
    [null, null],
    ["12345678901234567890", "12345678901234567890"],
    ["1 of 2", "1 of 2"],
  ])("in the cell %j is %j", (cell, label) => {
    expect(toLabel(cell)).toBe(label);
  });

  it("is spelt as gold spells it, where gold does not tell cases apart", () => {
    const spelling = new LabelSpelling([
      ["yes", "no", null],
      ["YES", "b", "B"],
    ]);
    expect(["Yes", "No", "B", "b", "Maybe", "maybe"].map((label) => spelling.spell(label))).toEqual([
      "yes",
      "no",
      "B",
      "b",
      "Maybe",
      "Maybe",
    ]);
  });
});
