import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type AnnotationReading,
  defaultReading,
  stateReading,
} from "../../../src/io/wire/annotation-reading.js";
import { readAnnotationRow } from "../../../src/io/wire/annotation-row.js";
import { explainAnnotationRow } from "../../../src/io/wire/annotation-row-schema.js";

const locate = (value: Record<string, unknown>) => ({ file: "file.json", row: 1, value });
const read = (value: Record<string, unknown>, reading = defaultReading) =>
  readAnnotationRow(locate(value), reading);

describe("readAnnotationRow", () => {
  it("reads every way in which files write a preference", () => {
    const preferences = [
      1,
      2,
      1.5,
      0,
      null,
      "",
      3,
      -1,
      "1.25",
      " 2 ",
      "nan",
      "None",
      "1e0",
      "abc",
      true,
      "Infinity",
      {},
    ];
    expect(
      preferences.map((preference) => {
        const row = read({ preference });
        return row === null ? "refused" : (row.preference ?? row.unjudgedReason);
      }),
    ).toEqual([
      ...[0, 1, 0.5, 0.5, "no-verdict", "no-verdict", "out-of-range", "out-of-range", 0.25, 1, "no-verdict"],
      ...["no-verdict", 0, "refused", "refused", "refused", "refused"],
    ]);
  });

  it("reads probabilities and words when the scale is stated", () => {
    const reading = { ...defaultReading, ...stateReading({ scale: "0..1" }) };
    expect([0, 0.5, 1, 1.5].map((preference) => read({ preference }, reading)?.preference)).toEqual([
      0,
      0.5,
      1,
      null,
    ]);
    const words: AnnotationReading = {
      ...defaultReading,
      scale: "labels",
      ends: null,
      labels: new Map([
        ["A", 1],
        ["B", 0],
        ["0", 0.5],
      ]),
    };
    expect(["A", "B", 0, "", "C"].map((preference) => read({ preference }, words)?.preference)).toEqual([
      1,
      0,
      0.5,
      null,
      undefined,
    ]);
  });

  it("takes no object for a word, whatever it holds", () => {
    const words: AnnotationReading = {
      ...defaultReading,
      scale: "labels",
      ends: null,
      labels: new Map([["A", 1]]),
    };
    expect(read({ preference: JSON.parse('{"toString":1,"valueOf":1}') }, words)).toBeNull();
    expect(read({ preference: ["A"] }, words)).toBeNull();
  });

  it("takes our own reason only beside our own status", () => {
    expect(read({ preference: null, reason: "refused", status: "unjudged" })?.unjudgedReason).toBe("refused");
    expect(read({ preference: null, reason: "because it is better" })?.unjudgedReason).toBe("no-verdict");
  });

  it("reads a judge as an object, as the object's JSON in a cell, or as a name", () => {
    const judge = { name: "weighted", fingerprint: "f00" };
    const judges = [judge, JSON.stringify(judge), "gpt", "{broken", null, 7];
    expect(judges.map((value) => read({ preference: 1, judge: value })?.judge)).toEqual([
      "f00",
      "f00",
      "gpt",
      "{broken",
      null,
      null,
    ]);
  });

  it("neither copies nor changes the row", () => {
    const value = { preference: 1, raw_completion: { logprobs: [1] }, further: "kept" };
    expect(read(value)?.located.value).toBe(value);
  });

  it("agrees with the schema on what may stand in a row", () => {
    const any = fc.oneof(
      fc.constantFrom(null, undefined, "", "1", "1.5", "abc", 0, 1, 1.5, -3, true, "baseline-first"),
      fc.double(),
      fc.anything(),
    );
    const keys = [
      "instruction",
      "instruction_id",
      "output_1",
      "output_2",
      "generator_1",
      "generator_2",
      "generator",
    ];
    const further = ["annotator", "preference", "length_model", "length_baseline", "order", "repeat"];
    const rows = fc.record(Object.fromEntries([...keys, ...further].map((key) => [key, any])), {
      requiredKeys: [],
    });
    const readings: AnnotationReading[] = [
      defaultReading,
      { ...defaultReading, scale: "0..1", isOrderStated: true, isRepeatStated: true },
      {
        ...defaultReading,
        scale: "labels",
        labels: new Map([
          ["abc", 1],
          ["1", 0],
        ]),
      },
    ];
    fc.assert(
      fc.property(rows, fc.constantFrom(...readings), (value, reading) => {
        const isRead = read(value, reading) !== null;
        expect(explainAnnotationRow(locate(value), reading).length === 0).toBe(isRead);
      }),
      { numRuns: 3000, seed: 1 },
    );
  });

  it("is explained by field, value and what would be valid", () => {
    expect(explainAnnotationRow(locate({ preference: "abc", output_2: null }), defaultReading)).toEqual([
      {
        file: "file.json",
        row: 1,
        field: "output_2",
        message: 'is null; expected a text (an empty answer is "")',
      },
      {
        file: "file.json",
        row: 1,
        field: "preference",
        message:
          'is "abc"; expected a number from 1 (baseline wins) to 2 (model wins), 0 for a tie, or null for no verdict',
      },
    ]);
  });
});
