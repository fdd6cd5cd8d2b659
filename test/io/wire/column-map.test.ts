import { describe, expect, it } from "vitest";
import { UsageError } from "../../../src/core/errors.js";
import { parseColumns, parseLabels, parseScale, renameColumns } from "../../../src/io/wire/column-map.js";

describe("the texts of --columns, --scale and --labels", () => {
  it("become maps under alpaca_eval's keys", () => {
    expect(parseColumns("preference=verdict, output_model=b\\,c,output_1=a")).toEqual(
      new Map([
        ["preference", "verdict"],
        ["output_2", "b,c"],
        ["output_1", "a"],
      ]),
    );
    expect(parseLabels("model=A,model=A+,baseline=B,tie=tie")).toEqual(
      new Map([
        ["A", 1],
        ["A+", 1],
        ["B", 0],
        ["tie", 0.5],
      ]),
    );
    expect(parseScale("0..1")).toBe("0..1");
  });

  it.each([
    ["an unknown field", () => parseColumns("prefrence=verdict")],
    ["a field named twice", () => parseColumns("output_model=a,output_2=b")],
    ["no column", () => parseColumns("preference=")],
    ["nothing", () => parseColumns("")],
    ["an inherited name", () => parseColumns("constructor=a")],
    ["an unknown scale", () => parseScale("1-2")],
    ["an unknown side", () => parseLabels("model=A,baseline=B,draw=C")],
    ["a word with two meanings", () => parseLabels("model=A,baseline=A")],
    ["a missing side", () => parseLabels("model=A,tie=C")],
  ])("are refused with %s", (_, parse) => expect(parse).toThrow(UsageError));

  it("say which options name the columns of outputs", () =>
    expect(() => parseColumns("instruction=q,output=a")).toThrow(
      expect.objectContaining({ hint: expect.stringContaining("--output-columns, --baseline-columns") }),
    ));

  it("move columns, so that one column may stand for two fields and none stays behind", () => {
    const row = { idx: 3, verdict: "A", generator: "x", further: 1 };
    const columns = parseColumns("instruction_id=idx,cluster=idx,preference=verdict,baseline=generator");
    expect(renameColumns(row, columns)).toEqual({
      instruction_id: 3,
      cluster: 3,
      preference: "A",
      generator_1: "x",
      further: 1,
    });
  });
});
