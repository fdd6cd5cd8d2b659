import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { packageVersion } from "../../../src/core/package-file.js";
import { buildReport } from "../../../src/pipeline/report-page/page-request.js";
import { score } from "../../../src/pipeline/score/score.js";
import { json } from "../../../src/report/formats/json.js";
import { reportScores } from "../../../src/report/score/score-report.js";
import { writeAnnotations } from "../../annotation-files.js";
import { temporaryFolder } from "../../temporary-folder.js";
import { bothOrders, hostileRows, plainRows, writePage } from "./report-page.js";

const headings = (page: string) =>
  [...parseHTML(page).document.querySelectorAll("h2")].map((heading) => heading.textContent);

const everySection = [
  "Summary",
  "Length and preference",
  "Coefficients",
  "Coverage",
  "The judge",
  "By category",
  "Pairs to look at",
  "How this was made",
];

describe("the page", () => {
  it("is the same bytes for the same files", async () => {
    const path = writeAnnotations(hostileRows());
    expect(await buildReport({ inputs: [path] })).toBe(await buildReport({ inputs: [path] }));
  });

  it("has every section, and figures that the score has", async () => {
    const { page } = await writePage(plainRows(120));
    expect(headings(page)).toEqual(everySection);
    const [result] = await score({ annotations: [writeAnnotations(plainRows(120))] });
    const { document } = parseHTML(page);
    const [controlled, raw] = [...document.querySelectorAll(".key-value")].map((e) => e.textContent);
    expect(controlled).toBe(`${(100 * result!.lengthControlled!.rate).toFixed(1)} %`);
    expect(raw).toBe(`${(100 * result!.winRate.rate).toFixed(1)} %`);
    expect(document.querySelectorAll("svg[role=img][aria-label]").length).toBe(5);
  });

  it("keeps the pairs of many models for who asks for them", async () => {
    const of = async (models: number) => {
      const inputs = Array.from({ length: models }, (_, m) =>
        writeAnnotations(plainRows(12).map((row) => ({ ...row, generator_2: `model-${m}` }))),
      );
      const page = await buildReport({ inputs, difficulty: "none", strength: 1, pairs: 0 });
      return parseHTML(page).document.querySelector("#between details summary")?.textContent ?? null;
    };
    expect(await of(3)).toBeNull();
    expect(await of(11)).toBe("Differences of the length-controlled rates, first minus second: 55 rows");
  });

  it("says at its head who judged, how and when, and nowhere in which folder the files lay", async () => {
    const annotations = writeAnnotations(
      bothOrders(30).map((row) => ({ ...row, judge: { name: "verdict", model: "gpt-4.1-2025-04-14" } })),
    );
    const run = {
      finished_at: "2026-03-01T10:00:00.000Z",
      arguments: { baseline: "/home/me/evaluation/base.json" },
    };
    writeFileSync(
      annotations.replace(/\.json$/, ".manifest.json"),
      JSON.stringify({ parts: [run] }, null, 1),
    );
    const page = await buildReport({ inputs: [annotations] });
    const lede = parseHTML(page).document.querySelector(".lede")!.textContent!;
    expect(lede).toContain(
      "judged by verdict (gpt-4.1-2025-04-14), answers shown in both orders (2026-03-01)",
    );
    expect(lede).toContain(`Scored by lceval ${packageVersion()}.`);
    expect(page).toContain("base.json");
    expect(page).not.toMatch(/home|tmp/);
  });

  it("tells models apart by paired differences and open ranks, and shows what was required", async () => {
    const { page } = await writePage([...plainRows(60, "first"), ...plainRows(60, "second-model")], {
      require: ["first:win_rate>=99%"],
    });
    const tables = [...parseHTML(page).document.querySelectorAll("#between caption")].map(
      (e) => e.textContent,
    );
    expect(tables).toEqual([
      "Requirements: 0 of 1 hold, 1 fails",
      "Ranks that the length-controlled rates leave open (Holm-adjusted)",
      "Differences of the length-controlled rates, first minus second",
    ]);
    expect((await writePage(plainRows(60))).page).not.toContain('id="between"');
  });

  it("shows the judge's reply and the verdict of each order with a pair, and a link to it", async () => {
    const { page } = await writePage(bothOrders(30));
    const pair = parseHTML(page).document.querySelector("#pair-list details")!;
    expect(pair.textContent).toMatch(
      /Single verdicts: baseline shown first, \d+\.\d %; model shown first, \d/,
    );
    expect(pair.querySelector(".words")!.textContent).toMatch(
      /because baseline-first[\s\S]*because model-first/,
    );
    expect(pair.querySelector("a")!.getAttribute("href")).toBe(`#${pair.id}`);
  });

  it("draws what the fit predicts beside every group of pairs, and gives categories no fit of their own", async () => {
    const { page } = await writePage(plainRows(120));
    const { document } = parseHTML(page);
    const chart = document.querySelector("#length svg")!;
    expect(chart.querySelectorAll(".fitted path").length).toBe(chart.querySelectorAll(".raw circle").length);
    expect(document.querySelector("#categories thead")!.textContent).not.toContain("Length");
  });

  it("says that length moves a prediction only where it does", async () => {
    const { page } = await writePage(plainRows(120));
    const pairs = [...parseHTML(page).document.querySelectorAll("#pair-list details")];
    const reasonOf = (pair: { getAttribute(name: string): string | null }) =>
      pair.getAttribute("data-reason");
    const movedOf = (pair: { getAttribute(name: string): string | null }) =>
      Number(pair.getAttribute("data-moved"));
    for (const pair of pairs)
      if (pair.dataset.reason === "moved-by-length")
        expect(Number(pair.dataset.moved)).toBeGreaterThan(0.004);
      else if (reasonOf(pair) === "unmoved") expect(movedOf(pair)).toBeLessThan(0.006);
  });

  it("shows control and direction characters of a name on the chart's axis too", async () => {
    const name = "a\u001b[31m\u202eb\n<script>";
    const { page } = await writePage([...plainRows(60, name), ...plainRows(60, "other")]);
    const axis = page.match(/<svg[\s\S]*?<\/svg>/)![0];
    expect(axis).toContain("a\\u001b[31m\\u202eb\\u000a&lt;script");
    expect(page).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e]/);
  });

  it("asks for nothing outside itself", async () => {
    const { page } = await writePage(plainRows(60));
    const { document } = parseHTML(page);
    const addresses = [...document.querySelectorAll("[src], [href], [action]")].map(
      (e) => e.getAttribute("src") ?? e.getAttribute("href") ?? e.getAttribute("action")!,
    );
    expect(addresses.filter((address) => !address.startsWith("#") && address !== "data:,")).toEqual([]);
    expect(document.querySelectorAll("script").length).toBe(1);
    expect(page).not.toMatch(/@import|url\(/);
  });

  it("cuts a text of a megabyte and says by how much", async () => {
    const { page } = await writePage(hostileRows());
    expect(page.length).toBeLessThan(600_000);
    expect(page).toContain("1\u202f048\u202f500 more characters are left out here.");
  });

  it("stays under 5 MB for 20 models of 805 pairs with long answers", async () => {
    const answers = (i: number) => "An answer of some length, with <markup> & more. ".repeat(20 + (i % 60));
    const rows = Array.from({ length: 20 }, (_, m) =>
      plainRows(805, `model-${m}`).map((row, i) => ({
        ...row,
        output_1: answers(i),
        output_2: answers(7 * i + m),
      })),
    );
    const { page } = await writePage(rows.flat());
    expect(Buffer.byteLength(page)).toBeLessThan(5_000_000);
    expect(parseHTML(page).document.querySelectorAll("details.pair").length).toBe(240);
  });

  it("keeps every text out of the page with --pairs 0", async () => {
    const rows = plainRows(60).map((row, i) => ({ ...row, output_2: `secret answer ${i}` }));
    const { page } = await writePage(rows, { pairs: 0 });
    expect(page).not.toContain("secret answer");
    // answers of two words beside texts stand out
    expect(headings(page).filter((name) => name !== "Integrity")).toEqual(
      everySection.filter((name) => name !== "Pairs to look at"),
    );
  });

  it("leaves out the warnings that nobody wants to read", async () => {
    const rows = plainRows(60);
    expect((await writePage(rows)).page).toContain("no-difficulty");
    expect((await writePage(rows, { noWarn: ["no-difficulty"] })).page).not.toContain("no-difficulty");
  });

  it("is made of results too, without what only annotations can show", async () => {
    const scores = await score({ annotations: [writeAnnotations(plainRows(60))] });
    const path = join(temporaryFolder(), "result.json");
    writeFileSync(path, await json(reportScores(scores, { withInfluence: true }), { color: false }));
    const page = await buildReport({ inputs: [path] });
    expect(headings(page)).toEqual([
      "Summary",
      "Length and preference",
      "Coefficients",
      "Coverage",
      "How this was made",
    ]);
    expect(page).toContain("give the annotations to see them");
  });

  it("shows models without a fit: the baseline itself, rows without lengths, too few rows", async () => {
    const same = plainRows(20).map((row) => ({ ...row, output_2: row.output_1, preference: 1.5 }));
    expect((await writePage(same)).page).toContain("50 % without a fit");
    const labels = plainRows(20).map(({ preference, instruction }) => ({
      instruction,
      preference,
      output_1: undefined,
      output_2: undefined,
    }));
    expect((await writePage(labels)).page).toContain("No length-controlled rate could be had");
    const { document } = parseHTML((await writePage(plainRows(3))).page);
    expect(document.querySelector(".key-figure")!.textContent).toMatch(
      /none 3 judged instructions are too few/,
    );
    expect([...document.querySelectorAll(".tag")].map((tag) => tag.textContent)).toEqual(
      Array.from({ length: 3 }, () => "nothing was fitted"),
    );
    expect(document.querySelector("#summary svg")!.getAttribute("aria-label")).not.toContain("–");
  });

  it("reads other tools' columns and a journal with a torn line as score does", async () => {
    const lines = plainRows(60).map(({ preference, instruction, output_1, output_2 }) =>
      JSON.stringify({ prompt: instruction, output_1, output_2, verdict: (preference as number) - 1 }),
    );
    const path = join(temporaryFolder(), "theirs.jsonl");
    writeFileSync(path, `${lines.join("\n")}\n{"prompt": "torn`);
    writeFileSync(path.replace(/jsonl$/, "manifest.json"), "{}");
    const columns = new Map([
      ["instruction", "prompt"],
      ["preference", "verdict"],
    ]);
    const page = await buildReport({ inputs: [path], columns, scale: "0..1" });
    expect(parseHTML(page).document.querySelectorAll("details.pair").length).toBe(60);
    expect(page).toContain("theirs.manifest.json");
  });
});
