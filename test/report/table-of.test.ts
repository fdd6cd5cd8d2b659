import { expect, it } from "vitest";
import { absent, figure, tableOf, text } from "../../src/report/table-of.js";

const rows = [
  { model: "a", wins: 3, rate: null },
  { model: "b", wins: 0, rate: "50.0" },
];

it("makes a column of one entry: heading, side and cells", () => {
  const section = tableOf(
    "Title",
    rows,
    [
      text("model", ({ model }) => model),
      [figure("wins", ({ wins }) => wins), figure("%", ({ rate }) => rate)],
      text("at", (_, at) => at),
    ],
    ["a note"],
  );
  expect(section).toEqual({
    title: "Title",
    columns: [
      { name: "model", align: "left" },
      { name: "wins", align: "right" },
      { name: "%", align: "right" },
      { name: "at", align: "left" },
    ],
    rows: [
      ["a", "3", absent, "0"],
      ["b", "0", "50.0", "1"],
    ],
    notes: ["a note"],
  });
});

it("leaves out columns and notes that are false", () => {
  const section = tableOf("", rows, [text("model", ({ model }) => model), false], [false, "kept"]);
  expect(section.columns.map(({ name }) => name)).toEqual(["model"]);
  expect(section.notes).toEqual(["kept"]);
});
