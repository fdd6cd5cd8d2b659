import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { appendWithin } from "../../../src/io/durable/append-within.js";
import { temporaryFolder } from "../../temporary-folder.js";

const read = (path: string) => readFileSync(path, "utf8");

it("appends, and creates the file where it is missing", async () => {
  const path = join(temporaryFolder(), "summary.md");
  await appendWithin(path, "one\n", 100);
  await appendWithin(path, "two\n", 100);
  expect(read(path)).toBe("one\ntwo\n");
});

it("cuts at a line's end with a note where the file would grow too large", async () => {
  const path = join(temporaryFolder(), "summary.md");
  writeFileSync(path, "x".repeat(50));
  await appendWithin(path, "äöü line\n".repeat(100), 300);
  const text = read(path);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(300);
  expect(text).toMatch(/^x{50}(äöü line\n)+\n… the rest was left out/);
});

it("leaves a full file as it is", async () => {
  const path = join(temporaryFolder(), "summary.md");
  writeFileSync(path, "x".repeat(290));
  await appendWithin(path, "line\n".repeat(100), 300);
  expect(read(path)).toBe("x".repeat(290));
});

it("says why it cannot write", async () => {
  await expect(appendWithin(join(temporaryFolder(), "no", "folder.md"), "x\n", 10)).rejects.toMatchObject({
    code: "outputUnwritable",
  });
});
