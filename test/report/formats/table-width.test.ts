// Tables in a terminal of some width: what fits, what is left out first, and what says so.
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import type { FormatOptions } from "../../../src/report/formats/format.js";
import { table } from "../../../src/report/formats/table.js";
import { figure, main, type Section, tableOf, text } from "../../../src/report/table-of.js";

interface Rated {
  readonly name: string;
  readonly why?: string;
}

const rates = (rows: readonly Rated[]): Section =>
  tableOf("Win rate against a baseline of some name, judged by a judge of another", rows, [
    text("model", ({ name }) => name),
    figure("length-controlled %", () => "25.25"),
    text("95 % interval", () => "[22.05, 28.85]"),
    figure("raw %", () => "15.73"),
    text("95 % interval", () => "[13.65, 18.11]"),
    figure("pairs", () => "805"),
    figure("avg length", () => "1096"),
  ]);

async function show(section: Section, options: Partial<FormatOptions>): Promise<string[]> {
  const shown = await table(
    { sections: [section, { ...section, title: "second" }], warnings: [], records: [], document: {} },
    { color: false, ...options },
  );
  return shown.trimEnd().split("\n");
}

describe("a table", () => {
  const section = rates([{ name: "claude-2.1" }]);

  it("without rows is its title alone", async () => {
    expect(await show(rates([]), {})).toEqual([expect.stringContaining("Win rate against"), "", "second"]);
  });

  it("breaks no word of a heading", async () => {
    const compared = tableOf(
      "c",
      [0],
      [
        text("rate", () => "length-controlled"),
        figure("example-model %", () => "51.24"),
        figure("example-model-padded %", () => "52.79"),
        figure("difference", () => "−1.55"),
        text("95 % interval", () => "[−6.82, +3.80]"),
        figure("p", () => "0.5134"),
        figure("detectable", () => "6.18"),
      ],
    );
    for (const width of [60, 80, 120])
      expect((await show(compared, { width })).slice(1, 3).join(" ")).toMatch(/\bdifference\b/);
  });

  it("stands in full where nothing says how wide a line may be", async () => {
    expect((await show(section, {}))[1]).toBe(
      "  model       length-controlled %  95 % interval   raw %  95 % interval   pairs  avg length",
    );
  });

  it("leaves out the raw rate's interval first, then what stands to the right, and says so", async () => {
    expect((await show(section, { width: 80 })).slice(1, 4)).toEqual([
      "  model            length-  95 % interval   raw %  95 % interval   pairs     avg",
      "              controlled %                                                length",
      "  claude-2.1         25.25  [22.05, 28.85]  15.73  [13.65, 18.11]    805    1096",
    ]);
    expect((await show(section, { width: 75 })).slice(1, 4)).toEqual([
      "  model       length-controlled %  95 % interval   raw %  pairs  avg length",
      "  claude-2.1                25.25  [22.05, 28.85]  15.73    805        1096",
      "  no room for: 95 % interval of raw % (--wide)",
    ]);
    expect((await show(section, { width: 60 })).slice(2, 6)).toEqual([
      "  model                length-  95 % interval   raw %  pairs",
      "                  controlled %",
      "  claude-2.1             25.25  [22.05, 28.85]  15.73    805",
      "  no room for: 95 % interval of raw %, avg length (--wide)",
    ]);
  });

  it("leaves out main columns last, wherever they stand", async () => {
    const compared = tableOf(
      "compared",
      [0],
      [
        main(text("rate", () => "length-controlled")),
        figure("claude-2.1 %", () => "25.25"),
        figure("claude-2 %", () => "28.16"),
        main(
          figure("difference", () => "−2.91"),
          text("95 % interval", () => "[−6.40, +0.57]"),
        ),
        figure("p", () => "0.1001"),
      ],
    );
    expect((await show(compared, { width: 50 })).slice(1, 5)).toEqual([
      "  rate               difference  95 % interval",
      "  length-controlled       −2.91  [−6.40, +0.57]",
      "  no room for: claude-2.1 %, claude-2 %, p",
      "  (--wide)",
    ]);
  });

  it("does not explain a column that it leaves out", async () => {
    const explained = { ...section, notes: ["avg length: in characters", "pairs: with a verdict", "Both."] };
    const notes = async (width: number) =>
      (await show(explained, { width })).filter((line) => /^ {2}(?:avg length|pairs|Both)[:.]/.test(line));
    expect(await notes(120)).toHaveLength(2 * 3);
    expect(await notes(60)).toHaveLength(2 * 2);
  });

  it("shows all there is where that is asked for, and the main figures of the first table alone", async () => {
    expect((await show(section, { width: 60, detail: "wide" }))[1]).toContain("avg length");
    const brief = await show(section, { width: 120, detail: "brief" });
    expect(brief.join("\n")).not.toMatch(/avg length|second|no room/);
    expect(brief.at(-1)).toContain("805");
  });

  it.each([60, 80, 120])("has no line longer than %i columns, whatever stands in it", async (width) => {
    const rows = [
      { name: "Meta-Llama-3.1-8B-Instruct-Turbo-with-a-name-of-its-own", why: "because ".repeat(30) },
      { name: "模型的名字很长很长很长很长很长很长很长很长很长很长", why: "x".repeat(90) },
      { name: "m" },
    ];
    const sections = [
      rates(rows),
      tableOf("Why", rows, [
        text("model", ({ name }) => name),
        text("why", ({ why }) => why),
        figure("n", () => 1),
      ]),
    ];
    for (const each of sections)
      for (const line of await show(each, { width })) expect(stringWidth(line)).toBeLessThanOrEqual(width);
    expect((await show(sections[1]!, { width })).join("").replace(/[\s-]/g, "")).toContain("xxxxxxxxxxxxx");
  });

  it("loses nothing of a cell that it breaks", async () => {
    const name = "Meta-Llama-3.1-8B-Instruct-Turbo-with-a-name-of-its-own";
    const lines = await show(rates([{ name }]), { width: 60 });
    const cells = lines.slice(4, 8).map((line) => line.slice(0, 27).trim());
    expect(cells.join("")).toContain(name);
  });
});

describe("a table with words in its place", () => {
  const section = { ...rates([{ name: "m" }]), title: "Health", inWords: ["nothing unusual"] };

  it("is said in words, unless all is asked for", async () => {
    expect((await show(section, { width: 80 })).slice(0, 2)).toEqual(["Health", "  nothing unusual"]);
    expect((await show(section, { detail: "wide" }))[1]).toContain("length-controlled %");
  });
});
