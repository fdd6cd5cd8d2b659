import { describe, expect, it } from "vitest";
import { sha256 } from "../../src/core/hash.js";
import { furtherFields, ItemIds, itemText, statedId } from "../../src/core/item-identity.js";

const item = (columns: Record<string, unknown>) => ({
  text: itemText(String(columns.instruction), columns.input),
  further: furtherFields(columns),
});

function idsOf(...rows: Record<string, unknown>[]): string[] {
  const ids = new ItemIds();
  for (const row of rows) ids.add(item(row));
  return rows.map((row) => ids.idOf(item(row)));
}

describe("the text of an item", () => {
  it("is the instruction, with a non-empty input after a blank line", () => {
    expect(itemText("Translate.", "cat")).toBe("Translate.\n\ncat");
    for (const input of ["", " \n", null, undefined])
      expect(itemText("Translate.", input)).toBe("Translate.");
  });
});

describe("the id of an item", () => {
  it("is the hash of the text where no further field tells equal texts apart", () => {
    expect(idsOf({ instruction: "a" }, { instruction: "b", context: "c", system: "s" })).toEqual([
      sha256("a"),
      sha256("b"),
    ]);
    expect(idsOf({ instruction: "a", input: "x" })).toEqual([sha256("a\n\nx")]);
  });

  it("differs where equal texts have other item fields, in whichever order they come", () => {
    const rows = [
      { instruction: "a", context: "x" },
      { instruction: "a", context: "y" },
      { instruction: "a", context: "" },
    ];
    const ids = idsOf(...rows);
    expect(new Set(ids).size).toBe(3);
    expect(ids[2]).toBe(sha256("a"));
    expect(idsOf(...rows.toReversed()).toReversed()).toEqual(ids);
  });

  it("does not come from a column that one file has and the other lacks", () => {
    expect(idsOf({ instruction: "a", reference: "r" }, { instruction: "a" })).toEqual([
      sha256("a"),
      sha256("a"),
    ]);
    expect(idsOf({ instruction: "a", dataset: "d" }, { instruction: "a", dataset: "e" })).toEqual([
      sha256("a"),
      sha256("a"),
    ]);
  });

  it("is the same for a list and for a cell that holds it as JSON", () => {
    const other = { instruction: "a", history: [["q", "r"]] };
    const list = { instruction: "a", history: [{ b: 1, a: "é" }] };
    const cell = { instruction: "a", history: '[{"a": "é", "b": 1}]' };
    const [id, , sameId] = idsOf(list, other, cell);
    expect(id).toBe(sameId);
    expect(id).not.toBe(sha256("a"));
  });

  it("that a line states stands, unless it was made without the input", () => {
    expect(statedId("7", "a", "x")).toBe("7");
    expect(statedId(sha256("a"), "a", "x")).toBe(sha256("a\n\nx"));
    expect(statedId(sha256("a"), "a", "")).toBe(sha256("a"));
  });
});
