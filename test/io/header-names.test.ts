import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readRows } from "../../src/io/rows/read-rows.js";
import { temporaryFolder } from "../temporary-folder.js";

async function read(text: string) {
  const file = join(temporaryFolder(), "t.csv");
  writeFileSync(file, text);
  const rows = [];
  for await (const batch of readRows(file, { onProblem: () => expect.unreachable() })) rows.push(...batch);
  return rows.map(({ value }) => value);
}

it("names of a header are trimmed, cells are not; two of one name are refused", async () => {
  expect(await read(" prompt , output\nq , a \n")).toEqual([{ prompt: "q ", output: " a " }]);
  await expect(read("output, output\na,b\n")).rejects.toThrow('the header names "output" more than once');
});
