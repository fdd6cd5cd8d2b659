import { expect, it } from "vitest";
import { bar, shareOfBar } from "../../../src/report/figure-text.js";
import { htmlFormat } from "../../../src/report/formats/html.js";
import type { Report } from "../../../src/report/report.js";
import { figure, tableOf, text } from "../../../src/report/table-of.js";
import { hostileTexts } from "../hostile-texts.js";

const report = (cells: string[]): Report => ({
  sections: [
    tableOf(
      "Shares",
      [cells],
      [text("name", ([name]) => name), figure("share", ([, share]) => share), text("", ([, , last]) => last)],
      ["a note"],
    ),
  ],
  warnings: ["few: too few"],
  records: [],
  document: {},
});

it("draws a bar as a figure with its share as text", async () => {
  const page = await htmlFormat(report(["model", "33.8", bar(0.3375)]), { color: false });
  expect(page).toContain('aria-label="34 %"');
  expect(page).toContain('<rect width="54"');
  expect(page).toContain("a note");
  expect(page).toContain("few: too few");
  expect(page).not.toContain("█");
});

it("reads back the share of every bar", () => {
  for (let eighth = 1; eighth <= 160; eighth++) expect(shareOfBar(bar(eighth / 160))).toBe(eighth / 160);
  for (const other of ["", "33 %", "█ x", "model"]) expect(shareOfBar(other)).toBeNull();
});

it("shows hostile texts as text", async () => {
  const plain = await htmlFormat(report(["model", "1", ""]), { color: false });
  const tags = (page: string) => page.match(/<[a-z/!][a-z0-9]*/g);
  for (const hostile of Object.values(hostileTexts))
    expect(tags(await htmlFormat(report([hostile, "1", ""]), { color: false }))).toEqual(tags(plain));
});
