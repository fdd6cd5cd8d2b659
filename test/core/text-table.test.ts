import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { growingFlags, growingIntegers, growingNumbers } from "../../src/core/growing-array.js";
import { TextTable } from "../../src/core/text-table.js";

describe("TextTable", () => {
  it("numbers texts as a Map would, and gives them back", () => {
    const texts = fc.array(fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("", "a", "\ud800", "\0")));
    fc.assert(
      fc.property(texts, (added) => {
        const table = new TextTable();
        const expected = new Map<string, number>();
        for (const text of added) {
          if (!expected.has(text)) expected.set(text, expected.size);
          expect(table.findOrAdd(text)).toBe(expected.get(text));
        }
        expect(table.size).toBe(expected.size);
        for (const [text, number] of expected) expect(table.at(number)).toBe(text);
      }),
      { seed: 1 },
    );
  });

  it("gives every text back where there are too many for strings: digests, words, lone surrogates", () => {
    const table = new TextTable();
    const textOf = (i: number) =>
      i % 3 === 0
        ? createHash("sha256").update(String(i)).digest("hex")
        : i % 3 === 1
          ? `question ${i} \ud83d 😀`
          : String.fromCharCode(0x100 + (i % 200)).repeat(16) + i;
    const count = 60_000;
    for (let i = 0; i < count; i++) expect(table.findOrAdd(textOf(i))).toBe(i);
    for (let i = 0; i < count; i += 7) {
      expect(table.at(i)).toBe(textOf(i));
      expect(table.findOrAdd(textOf(i))).toBe(i);
    }
    expect(table.size).toBe(count);
  });
});

describe("growing arrays", () => {
  it("hold what was pushed and set, at their own precision", () => {
    const kinds = [
      [growingIntegers(), (i: number) => -i * 1000],
      [growingNumbers(), (i: number) => i / 3],
      [growingFlags(), (i: number) => i % 4],
    ] as const;
    for (const [array, expected] of kinds) {
      for (let i = 0; i < 5000; i++) array.push(expected(i));
      array.set(4321, 2);
      expect(array).toHaveLength(5000);
      expect([...array.values].every((value, i) => value === (i === 4321 ? 2 : expected(i)))).toBe(true);
      expect(array.at(4999)).toBe(expected(4999));
    }
  });
});
