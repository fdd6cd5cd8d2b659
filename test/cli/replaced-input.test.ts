// A file that is both read and written stays as it is: `score annotations.json -o annotations.json` is a slip.
import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../temporary-folder.js";
import { runLceval } from "./lceval.js";

const rows = Array.from({ length: 12 }, (_, i) => ({
  instruction: `instruction ${i}`,
  output_1: "x".repeat(i),
  generator_1: "base",
  output_2: "y".repeat((i * 5) % 7),
  generator_2: "model",
  preference: 1 + (i % 3) / 2,
}));

function prepare() {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "judged.json"), JSON.stringify(rows));
  symlinkSync("judged.json", join(folder, "link.json"));
  return folder;
}

describe("a command whose output is one of its inputs", () => {
  it.each([
    ["score judged.json -o judged.json", "-o"],
    ["score judged.json -o link.json", "-o"],
    ["score x=judged.json -o judged.json", "-o"],
    ["score judged.json nowhere*.json -o judged.json", "-o"],
    ["score j*.json -o ./judged.json", "-o"],
    ["score judged.json --comment judged.json", "--comment"],
    ["leaderboard judged.json -o judged.json", "-o"],
    ["report judged.json -o judged.json", "-o"],
    ["calibrate judged.json -o judged.json", "-o"],
    ["convert judged.json -o judged.json", "-o"],
  ])("%s ends with 3 and leaves it as it is", async (line, flag) => {
    const cwd = prepare();
    const { code, stderr } = await runLceval(line.split(" "), { cwd });
    expect(code).toBe(3);
    expect(stderr).toContain("is read by this command and would be replaced");
    expect(stderr).toContain(`Name a new file with ${flag};`);
    expect(JSON.parse(readFileSync(join(cwd, "judged.json"), "utf8"))).toEqual(rows);
  });

  it("writes over what it does not read", async () => {
    const cwd = prepare();
    for (const _ of ["new", "replaced"]) {
      const { code } = await runLceval(["score", "judged.json", "-o", "result.json"], { cwd });
      expect(code).toBe(0);
    }
    expect(JSON.parse(readFileSync(join(cwd, "result.json"), "utf8")).results).toHaveLength(1);
  });
});
