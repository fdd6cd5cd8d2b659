import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EntryTable } from "../../src/core/entry-table.js";
import { hashText } from "../../src/core/text-hash.js";

describe("EntryTable", () => {
  it("numbers entries as a Map would, whatever their hashes", () => {
    const keys = fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 6000, size: "max" });
    const hashes = [(key: number) => hashText(String(key)), (key: number) => key % 3, () => -1];
    fc.assert(
      fc.property(keys, fc.constantFrom(...hashes), (added, hash) => {
        const table = new EntryTable();
        const entries: number[] = [];
        const expected = new Map<number, number>();
        for (const key of added) {
          if (!expected.has(key)) expected.set(key, expected.size);
          const number = table.findOrAdd(hash(key), (entry) => entries[entry] === key);
          if (number === entries.length) entries.push(key);
          expect(number).toBe(expected.get(key));
        }
        expect(table.size).toBe(expected.size);
      }),
      { numRuns: 20, seed: 1 },
    );
  });

  it("grows beyond its first size", () => {
    const table = new EntryTable();
    const find = (i: number) => table.findOrAdd(hashText(`entry ${i}`), (entry) => entry === i);
    for (const _ of [1, 2]) for (let i = 0; i < 20_000; i++) expect(find(i)).toBe(i);
  });
});

describe("hashText", () => {
  it("spreads similar texts over the whole range", () => {
    const hashes = Array.from({ length: 20_000 }, (_, i) => hashText(`question ${i}`));
    expect(new Set(hashes).size).toBeGreaterThan(19_990);
    const low = hashes.map((hash) => hash & 0xff);
    const counts = Array.from({ length: 256 }, (_, byte) => low.filter((value) => value === byte).length);
    expect(Math.min(...counts)).toBeGreaterThan(40);
  });

  it("sees every character of a text of any length, up to the last", () => {
    for (const length of [1, 2, 3, 7, 8, 9, 63, 64, 1001, 50_000]) {
      for (const at of [0, length >> 1, length - 1]) {
        const text = "x".repeat(length);
        const other = `${text.slice(0, at)}y${text.slice(at + 1)}`;
        expect(hashText(other)).not.toBe(hashText(text));
      }
      expect(hashText("\0".repeat(length))).not.toBe(hashText("\0".repeat(length + 1)));
    }
  });

  it("does not depend on what was hashed before", () => {
    const before = hashText("short");
    hashText("a long text ".repeat(10_000));
    expect(hashText("short")).toBe(before);
  });
});
