// The page in a real browser: what it must never do, and whether everybody can read it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { writeJunit } from "../../../src/report/formats/junit.js";
import { hostileResults } from "../formats/gate-results.js";
import { describeWithChromium, openBrowser, openPage } from "./browser.js";
import { hostileRows, plainRows, writePage } from "./report-page.js";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

describeWithChromium("the page in Chromium", () => {
  let browser: Browser;
  let hostile: string;
  let several: string;
  beforeAll(async () => {
    browser = await openBrowser();
    hostile = (await writePage(hostileRows())).path;
    several = (await writePage([...plainRows(60, "first"), ...plainRows(60, "second")])).path;
  });
  afterAll(() => browser?.close());

  it("runs nothing of a hostile text, complains of nothing, asks for nothing", async () => {
    const { page, offences } = await openPage(browser, hostile);
    await page.evaluate("document.querySelectorAll('details').forEach((e) => { e.open = true; })");
    expect(await page.evaluate("window.hacked ?? null")).toBeNull();
    expect(
      await page.evaluate("document.querySelectorAll('main img, main script, main iframe').length"),
    ).toBe(0);
    expect(offences).toEqual([]);
  });

  it("shows a hostile text as text", async () => {
    const { page } = await openPage(browser, hostile);
    const shown = (await page.evaluate("document.body.textContent")) as string;
    for (const text of [
      "<script>window.hacked = 1; alert(1)</script>",
      "left \\u202eright\\u2066 isolate",
      "bell\\u0007 null\\u0000 escape\\u001b[31mred",
      "&lt;b&gt; &amp;amp;",
      "مرحبا بالعالم",
    ])
      expect(shown).toContain(text);
  });

  it("would be stopped by its policy if a script had got in", async () => {
    const { page, offences } = await openPage(browser, several);
    await page.evaluate(
      "const s = document.createElement('script'); s.textContent = 'window.hacked = 5'; document.body.append(s)",
    );
    expect(await page.evaluate("window.hacked ?? null")).toBeNull();
    expect(offences.join()).toContain("Content Security Policy");
  });

  for (const colorScheme of ["light", "dark"] as const) {
    it(`is accessible to everybody (axe-core), ${colorScheme}`, async () => {
      const rows = [
        ...hostileRows(),
        ...plainRows(60, "second").map((row) => ({ ...row, annotator: undefined })),
      ];
      const { path } = await writePage(rows.slice(0, 180));
      const { page } = await openPage(browser, path, { colorScheme });
      await page.evaluate("document.querySelectorAll('details').forEach((e, i) => { e.open = i < 4; })");
      await page.evaluate(axeSource);
      const violations = (await page.evaluate("axe.run().then(({ violations }) => violations)")) as {
        help: string;
        nodes: { html: string; failureSummary: string }[];
      }[];
      const described = violations.map(
        ({ help, nodes }) => `${help}\n${nodes[0]!.html}\n${nodes[0]!.failureSummary}`,
      );
      expect(described).toEqual([]);
    });
  }

  it("uses a dark paper in the dark, and white when printed", async () => {
    const { page } = await openPage(browser, several, { colorScheme: "dark" });
    const paper = () => page.evaluate("getComputedStyle(document.body).backgroundColor");
    expect(await paper()).toBe("rgb(20, 23, 26)");
    await page.emulateMedia({ media: "print" });
    expect(await paper()).toBe("rgb(255, 255, 255)");
    expect(await page.evaluate("getComputedStyle(document.querySelector('nav')).display")).toBe("none");
    expect((await page.pdf()).length).toBeGreaterThan(10_000);
  });

  it("is whole without JavaScript", async () => {
    const { page } = await openPage(browser, several, { javaScriptEnabled: false });
    expect(await page.locator("#pair-list details.pair").count()).toBe(120);
    expect(await page.locator("#pair-controls").isVisible()).toBe(false);
    expect(await page.locator("svg[role=img]").count()).toBe(8);
    await page.locator("#pair-list details.pair summary").first().click();
    expect(await page.locator("#pair-list details.pair .answers").first().isVisible()).toBe(true);
  });

  it("sorts and narrows its list of pairs", async () => {
    const { page } = await openPage(browser, several);
    await page.selectOption("select[name=generator]", "second");
    expect(await page.locator("#pair-count").textContent()).toBe("60 pairs");
    await page.selectOption("select[name=sort]", "preference");
    const preferences = (await page.evaluate(
      "[...document.querySelectorAll('#pair-list details.pair')].map((e) => Number(e.dataset.preference))",
    )) as number[];
    expect(preferences).toEqual([...preferences].sort((a, b) => b - a));
    expect(new Set(preferences).size).toBeGreaterThan(5);
  });

  it("shows fifty pairs at a time, searches all of them, and opens the one that a link names", async () => {
    const { page } = await openPage(browser, several);
    const shown = () => page.locator("#pair-list details.pair").count();
    expect(await shown()).toBe(50);
    await page.locator("#pair-more").click();
    expect(await shown()).toBe(100);
    await page.fill("input[name=words]", "Instruction 59");
    expect(await page.locator("#pair-count").textContent()).toBe("2 pairs");
    expect(await page.locator("#pair-paging").isVisible()).toBe(false);
    const id = await page.evaluate("document.querySelector('#pair-list details').id");
    const linked = await openPage(browser, `${several}#${id}`);
    expect(await linked.page.locator(`#${id} .answers`).isVisible()).toBe(true);
  });

  it("saves the pairs that it shows as JSON lines", async () => {
    const { page, offences } = await openPage(browser, several);
    await page.fill("input[name=words]", "instruction 7");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.locator("#pair-export").click(),
    ]);
    expect(download.suggestedFilename()).toBe("pairs.jsonl");
    const lines = readFileSync(await download.path(), "utf8")
      .trimEnd()
      .split("\n");
    expect(lines).toHaveLength(2);
    expect(JSON.parse(lines[0]!).texts[0]).toEqual({ of: "Instruction", text: "instruction 7" });
    expect(offences).toEqual([]);
  });

  it("reads the JUnit file of hostile results as well-formed XML", async () => {
    const { page } = await openPage(browser, several);
    const document = "new DOMParser().parseFromString(xml, 'application/xml')";
    const count = await page.evaluate(
      `((xml) => { const d = ${document}; return d.querySelector('parsererror')?.textContent ?? d.querySelectorAll('failure').length; })(${JSON.stringify(writeJunit(hostileResults))})`,
    );
    expect(count).toBe(hostileResults.length);
  });

  it("does not scroll sideways on a telephone", async () => {
    const { page } = await openPage(browser, hostile, { viewport: { width: 380, height: 800 } });
    await page.evaluate("document.querySelectorAll('details').forEach((e) => { e.open = true; })");
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(380);
  });

  it("shows every column of its tables on a wide screen, and every caption on a telephone", async () => {
    const wide = await openPage(browser, several);
    const cut =
      "[...document.querySelectorAll('.scroll')].filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.ariaLabel)";
    expect(await wide.page.evaluate("document.querySelectorAll('#categories .scroll').length")).toBe(2);
    expect(await wide.page.evaluate(cut)).toEqual([]);
    const { page } = await openPage(browser, several, { viewport: { width: 400, height: 800 } });
    const beyond =
      "[...document.querySelectorAll('caption')].filter((e) => e.getBoundingClientRect().right > 400).length";
    expect(await page.evaluate(beyond)).toBe(0);
    const chart = "document.querySelector('#summary .narrow svg').getBoundingClientRect()";
    expect(await page.evaluate(`${chart}.right`)).toBeLessThanOrEqual(400); // whole, its names above their rows
    expect(await page.evaluate(`${chart}.width`)).toBeGreaterThan(300);
    expect(await page.locator("#summary .wide").isVisible()).toBe(false);
  });
});
