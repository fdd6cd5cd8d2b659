// What one JSON object is: rows of which each is read, or a row itself.
import { describe, expect, it } from "vitest";
import { rowsOfContainer } from "../../src/io/rows/read-whole-object.js";

const rows = [
  { prompt: "p", response: "r" },
  { prompt: "q", response: "s" },
];

describe("an object", () => {
  it.each([
    ["a list of a usual name beside others", { prompts: rows.slice(1), results: rows }, rows],
    ["the one list, whatever its name", { model: "m", request_states: rows, config: { seed: 1 } }, rows],
    ["a list within", { status: "ok", data: { total: 2, items: rows } }, rows],
    ["a list within one of several objects", { meta: { x: 1 }, data: { rows } }, rows],
    [
      "rows by their ids",
      { "a/1": rows[0], "a/2": rows[1] },
      rows.map((row, i) => ({ id: `a/${i + 1}`, ...row })),
    ],
    ["columns by ids", { prompt: { a: "p", b: "q" }, response: { a: "r", b: "s" } }, rows],
  ])("holds rows: %s", (_, value, found) => expect(rowsOfContainer(value as never)).toEqual(found));

  it.each([
    ["an answer with its choices", { question_id: 1, choices: rows }],
    ["a prompt with several completions", { prompt: "p", completions: rows }],
    ["a conversation", { messages: rows }],
    ["a request and its response", { request: { prompt: "p" }, response: { choices: rows } }],
    ["inputs and outputs", { inputs: { question: "p" }, outputs: { output: "r" } }],
    ["one element", { model: "m", tests: rows.slice(1) }],
    ["two lists", { left: rows, right: [...rows, ...rows] }],
    ["texts", { "User Prompt": "p", "Model Response": "r" }],
  ])("is a row: %s", (_, value) => expect(rowsOfContainer(value)).toBeNull());

  it("is refused where two of its lists could be the rows", () => {
    expect(rowsOfContainer({ train: rows, test: rows })).toMatch(/several lists of rows: train, test/);
  });
});
