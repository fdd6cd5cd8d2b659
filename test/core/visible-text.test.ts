import { describe, expect, it } from "vitest";
import { visibleText } from "../../src/core/visible-text.js";
import { csv } from "../../src/report/formats/csv.js";
import { json } from "../../src/report/formats/json.js";

const commands = [
  "::set-output name=ok::true",
  "  ::error::x",
  "\t::stop-commands::tok",
  "x ##[set-output name=b;]c",
  "##vso[task.setvariable variable=a]b",
  "##teamcity[message text='x']",
  "\u00a0::debug::x",
  "a\n::stop-commands::tok",
  "a\r  ::add-mask::b",
];

/** What the runners of GitHub, Azure and TeamCity take for a command in a line of a log. */
const isCommand = (line: string) => /^\s*::|##\w*\[/.test(line);

describe("visibleText", () => {
  it.each(commands)("leaves no command to a build server in %j", (text) => {
    const printed = text.split("\n").map(visibleText).join("\n");
    expect(printed.split(/[\r\n]/).filter(isCommand)).toEqual([]);
    expect(isCommand(visibleText(text))).toBe(false);
  });

  it("leaves other texts as they are", () => {
    for (const text of ["std::vector", "a: b", "# title", "## [link]", "C#[0]"])
      expect(visibleText(text)).toBe(text);
  });
});

describe("formats that are printed", () => {
  const report = (generator: string) => ({
    sections: [],
    warnings: [],
    records: [{ generator, rate: -1.5 }],
    document: { generator },
  });

  it.each(commands)("hold no command either: %j", async (text) => {
    for (const format of [csv, json]) {
      const printed = await format(report(text) as never, { color: false });
      expect(printed.split(/[\r\n]/).filter(isCommand)).toEqual([]);
    }
    const printed = await json(report(text) as never, { color: false });
    expect(JSON.parse(printed)).toEqual({ generator: text });
  });

  it.each(["=1+1", "@SUM(A1)", "+1+cmd|' /C calc'!A0", "-2+3", "\t=1", "%0A=1"])(
    "CSV gives %j to no spreadsheet as a formula",
    async (text) => {
      const [, row] = (await csv(report(text) as never, { color: false })).split("\n");
      expect(row).toMatch(/^"?('|\\u)/);
      expect(row).toMatch(/,-1\.5$/);
    },
  );
});
