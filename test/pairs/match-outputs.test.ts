import { describe, expect, it } from "vitest";
import { type MatchOptions, matchOutputs } from "../../src/pairs/match-outputs.js";
import type { OutputRow } from "../../src/pairs/read-item.js";

const rowsOf = (file: string, ...columns: Record<string, unknown>[]): OutputRow[] =>
  columns.map((row, i) => ({ file, row: i + 1, columns: row }));

function match(
  baseline: Record<string, unknown>[],
  model: Record<string, unknown>[],
  more: Partial<MatchOptions> = {},
) {
  return matchOutputs({
    baseline: { rows: rowsOf("base.json", ...baseline), generator: null, fallbackGenerator: "base" },
    model: { rows: rowsOf("model.json", ...model), generator: null, fallbackGenerator: "model" },
    ...more,
  });
}

const answer = (instruction: unknown, more: Record<string, unknown> = {}) => ({
  instruction,
  output: `on ${instruction}`,
  ...more,
});

describe("matchOutputs", () => {
  it("pairs by instruction in the baseline's order and keeps what has no counterpart", () => {
    const found = match([answer("a"), answer("b"), answer("c")], [answer("c"), answer("d"), answer("a")]);
    expect(found.pairs.map(({ instruction }) => instruction.text)).toEqual(["a", "c"]);
    expect(found.pairs.at(0)).toMatchObject({
      baseline: { generator: "base", output: "on a" },
      model: { generator: "model", output: "on a" },
    });
    expect(found.withoutModel.map(({ file, row }) => `${file}:${row}`)).toEqual(["base.json:2"]);
    expect(found.withoutBaseline.map(({ file, row }) => `${file}:${row}`)).toEqual(["model.json:2"]);
    expect(found.problems).toEqual([]);
  });

  it.each([
    ["a b ", "a b", ["trim"]],
    ["a\r\nb", "a\nb", ["newline"]],
    ["cafe\u0301", "café", ["unicode-form"]],
    [" cafe\u0301", "café", ["unicode-form", "trim"]],
    ["a\r\nb\r\n", "a\nb", ["newline", "trim"]],
  ])("says why %j nearly matches %j", (baseline, model, reasons) => {
    const found = match([answer(baseline)], [answer(model)]);
    expect(found.pairs.length).toBe(0);
    expect(found.nearMisses).toMatchObject([{ reasons, baseline: { row: 1 }, model: { row: 1 } }]);
  });

  it("tells items of one instruction apart by their input and their further fields, and shows the input", () => {
    const rows = [
      answer("Translate.", { input: "cat" }),
      answer("Translate.", { input: "dog" }),
      answer("Sum up.", { context: "one" }),
      answer("Sum up.", { context: "two" }),
    ];
    const found = match(rows, rows.toReversed());
    expect(found.problems).toEqual([]);
    expect(found.pairs.map(({ instruction }) => instruction.text)).toEqual([
      "Translate.\n\ncat",
      "Translate.\n\ndog",
      "Sum up.",
      "Sum up.",
    ]);
    expect(found.pairs.map(({ instruction }) => instruction.stated)).toEqual(
      rows.map((row) => row.instruction),
    );
    expect(found.pairs.map(({ instruction }) => instruction.fields.context)).toEqual([
      undefined,
      undefined,
      "one",
      "two",
    ]);
    expect(match([answer("Sum up.", { context: "one" })], [answer("Sum up.")]).pairs).toHaveLength(1);
  });

  it("finds no near miss in another wording", () => {
    expect(match([answer("Name a river")], [answer("name a river")]).nearMisses).toEqual([]);
  });

  it("reports duplicates, as a problem or keeping the first", () => {
    const rows = [answer("a", { output: "one" }), answer("b"), answer("a", { output: "two" })];
    const strict = match([answer("a"), answer("b")], rows);
    expect(strict.problems).toMatchObject([
      { file: "model.json", row: 1, message: expect.stringContaining("row 3") },
    ]);
    const lenient = match([answer("a"), answer("b")], rows, { duplicates: "first" });
    expect(lenient.problems).toEqual([]);
    expect(lenient.duplicates).toMatchObject([{ side: "model", rows: [0, 2] }]);
    expect(lenient.pairs.at(0).model.output).toBe("one");
  });

  it("names every row that cannot be read", () => {
    const found = match([answer("a"), { instruction: 3, output: null }], [{ output: "x" }, answer("a")]);
    expect(found.problems.map(({ file, row, field }) => [file, row, field])).toEqual([
      ["base.json", 2, "instruction"],
      ["base.json", 2, "output"],
      ["model.json", 1, "instruction"],
    ]);
    expect(found.pairs).toHaveLength(1);
  });

  it("carries every other column, the baseline's first, and reports those that differ", () => {
    const found = match(
      [answer("a", { dataset: "d", input: "i", nr: 1, persona: { age: 3 } })],
      [
        answer("a", {
          dataset: "other",
          input: "i",
          nr: "1",
          reference: "r",
          generator: "m-1",
          persona: { age: 3 },
        }),
      ],
    );
    expect(found.pairs.at(0).instruction.fields).toEqual({
      dataset: "d",
      input: "i",
      nr: 1,
      persona: { age: 3 },
      reference: "r",
    });
    expect(found.pairs.at(0).model.generator).toBe("m-1");
    expect(found.pairs.at(0).conflicts).toEqual(["dataset"]);
  });

  it("matches by an id column, and then reports another wording", () => {
    const found = match([answer("a", { id: 7 })], [answer("A", { id: "7" })], { idColumn: "id" });
    expect(found.pairs.at(0).instruction).toMatchObject({ id: "7", text: "a" });
    expect(found.pairs.at(0).conflicts).toContain("instruction");
    expect(match([answer("a")], [answer("a", { id: 1 })], { idColumn: "id" }).problems).toMatchObject([
      { field: "id" },
    ]);
  });

  it("takes no numbers of rows for ids: what one side has under another id is no other wording", () => {
    const rows = ["a", "b", "c"].map((text, id) => answer(text, { id }));
    const shuffled = ["c", "a", "b"].map((text, id) => answer(text, { id }));
    expect(match(rows, shuffled, { idColumn: "id" }).problems).toMatchObject([
      {
        row: 1,
        message: expect.stringMatching(/^3 ids, "0" the first, name one instruction here and another/),
      },
    ]);
    const twice = [answer("a", { id: 1 }), answer("a", { id: 2 })];
    expect(match(twice, twice, { idColumn: "id" }).problems).toEqual([]);
  });

  it("takes an answer that is a number as its text, and names what is none", () => {
    const found = match([answer("a", { output: 42 })], [answer("a", { output: true })]);
    expect([found.pairs.at(0).baseline.output, found.pairs.at(0).model.output]).toEqual(["42", "true"]);
    expect(match([answer("a")], [answer("a", { output: {} })]).problems).toMatchObject([{ field: "output" }]);
  });

  it("takes a conversation as the instruction; a single turn is its text", () => {
    const turns = [
      { role: "user", content: "Hi" },
      { role: "assistant", content: "Hello" },
      { role: "user", content: [{ type: "text", text: "Name a river" }] },
    ];
    const found = match(
      [{ messages: turns, output: "Rhine" }, answer("Name a lake")],
      [
        { instruction: turns, output: "Po" },
        { messages: [{ role: "user", content: "Name a lake" }], output: "Como" },
      ],
    );
    expect(found.pairs.map(({ instruction }) => instruction.text)).toEqual([
      "[user]\nHi\n\n[assistant]\nHello\n\n[user]\nName a river",
      "Name a lake",
    ]);
  });

  it("gives a pair another id when anything shown differs, and the same one otherwise", () => {
    const id = (more: Record<string, unknown>, output = "x") =>
      match([answer("a", more)], [answer("a", { ...more, output })]).pairs.at(0).id;
    expect(id({ input: "1", persona: "p" })).toBe(id({ persona: "p", input: "1" }));
    const ids = [id({}), id({ input: "1" }), id({ input: "2" }), id({}, "y"), id({ generator: "g" })];
    expect(new Set(ids).size).toBe(ids.length);
  });
});
