import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JsonArraySplitter } from "../../../src/io/bytes/json-array-splitter.js";
import { LineSplitter } from "../../../src/io/bytes/line-splitter.js";
import type { RowSplitter } from "../../../src/io/bytes/raw-row.js";

/** Feeds a text in pieces of the given sizes, again and again. */
function split(splitter: RowSplitter, bytes: Buffer, sizes: readonly number[]) {
  const rows: string[] = [];
  for (let start = 0, i = 0; start < bytes.length; i++) {
    const end = start + sizes[i % sizes.length]!;
    for (const row of splitter.push(bytes.subarray(start, end))) {
      expect(row.row).toBe(rows.length + 1);
      rows.push(row.bytes.toString());
    }
    start = end;
  }
  const { rest, problem } = splitter.end();
  if (rest) rows.push(rest.bytes.toString());
  return { rows, problem };
}

const values = fc.array(
  fc.oneof(fc.jsonValue(), fc.constant('a "quoted\\" [text], {here}\\'), fc.string({ unit: "binary" })),
);
const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });

describe("JsonArraySplitter", () => {
  it("gives the elements of any array, however it is cut into pieces", () => {
    fc.assert(
      fc.property(values, sizes, fc.constantFrom(undefined, 1, "\t"), (array, pieces, indent) => {
        const bytes = Buffer.from(` \n${JSON.stringify(array, null, indent)}\r\n`);
        const { rows, problem } = split(new JsonArraySplitter(), bytes, pieces);
        expect(problem).toBeUndefined();
        expect(rows.map((row) => JSON.parse(row))).toEqual(JSON.parse(bytes.toString()));
      }),
      { seed: 1 },
    );
  });

  it("accepts nothing that JSON.parse refuses", () => {
    const marks = fc.constantFrom("[", "]", "{", "}", ",", '"', "\\", ":", "1", " ", '"a"', "null");
    fc.assert(
      fc.property(fc.array(marks, { maxLength: 12 }), sizes, (parts, pieces) => {
        const text = `[${parts.join("")}`;
        const { rows, problem } = split(new JsonArraySplitter(), Buffer.from(text), pieces);
        const isAccepted = problem === undefined && rows.every(isJson);
        expect(isAccepted).toBe(isJson(text));
      }),
      { numRuns: 3000, seed: 1 },
    );
  });

  it("says where the array is cut off", () => {
    const problemOf = (text: string) => split(new JsonArraySplitter(), Buffer.from(text), [3]).problem;
    expect(problemOf('[{"a":1},{"b')).toBe("is cut off: the JSON ends inside row 2, at byte 12");
    expect(problemOf('[{"a":1}')).toBe("is cut off: the JSON ends before the array is closed, at byte 8");
    expect(problemOf('[{"a":1}{')).toBe('is not valid JSON: unexpected "{" before row 2, at byte 8');
  });
});

describe("LineSplitter", () => {
  it("splits at line feeds alone, however the text is cut into pieces", () => {
    const text = fc.array(fc.constantFrom("a", "\n", "\r", "\u2028", "\u2029", "\u0085", "😀"), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(text, sizes, (parts, pieces) => {
        const whole = parts.join("");
        const lines = whole.split("\n");
        if (lines.at(-1) === "") lines.pop();
        expect(split(new LineSplitter(), Buffer.from(whole), pieces).rows).toEqual(lines);
      }),
      { seed: 1 },
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
