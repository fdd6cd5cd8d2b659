import { parse } from "csv-parse/sync";
import { expect, it } from "vitest";
import { delimitedRecord } from "../../src/core/delimited-record.js";

it("quotes the cells that need it, and no others", () => {
  expect(delimitedRecord(["a", "b,c", "", "-1.5"], ",")).toBe('a,"b,c",,-1.5\n');
  expect(delimitedRecord(["a;b", ' "c" '], "\t")).toBe('"a;b"\t" ""c"" "\n');
});

it.each([",", "\t"] as const)("writes what a CSV parser reads back, cut at %j", (delimiter) => {
  const records = [["a,b", "c\td", 'e"f', "g\nh", "\ufeffi", " j ", ""], [""], ["k\r\nl"]];
  const text = records.map((cells) => delimitedRecord(cells, delimiter)).join("");
  expect(parse(text, { delimiter, relax_column_count: true, skip_empty_lines: true })).toEqual(records);
});
