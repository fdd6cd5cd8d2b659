// What was found → the report's page, section by section.
import { judgeTitle } from "../judge-title.js";
import { html, type Markup } from "./markup.js";
import type { PageData } from "./page-data.js";
import { writePage } from "./page-shell.js";
import { pairListScript } from "./pair-list-script.js";
import { categoriesSection } from "./sections/categories.js";
import { coefficientsSection } from "./sections/coefficients.js";
import { coverageSection } from "./sections/coverage.js";
import { integrityOnPage } from "./sections/integrity.js";
import { judgeSection } from "./sections/judge.js";
import { modelsSection } from "./sections/models.js";
import { movedSection } from "./sections/moved.js";
import { pairsSection } from "./sections/pairs.js";
import { provenanceSection } from "./sections/provenance.js";
import { summarySection } from "./sections/summary.js";

/** The same data give the same bytes. */
export function renderPage(page: PageData): string {
  const sections: readonly (readonly [id: string, name: string, content: Markup | null])[] = [
    ["summary", "Summary", summarySection(page)],
    ["length", "Length and preference", modelsSection(page)],
    ["coefficients", "Coefficients", coefficientsSection(page)],
    ["coverage", "Coverage", coverageSection(page)],
    ["judge", "The judge", judgeSection(page)],
    ["integrity", "Integrity", integrityOnPage(page)],
    ["categories", "By category", categoriesSection(page)],
    ["moved", "Pairs that changed most", movedSection(page)],
    ["pairs", "Pairs to look at", pairsSection(page)],
    ["provenance", "How this was made", provenanceSection(page)],
  ];
  return writePage({
    title: page.title,
    kind: "lceval report",
    lede: describePage(page),
    sections: sections.flatMap(([id, name, content]) => (content === null ? [] : [{ id, name, content }])),
    script: pairListScript,
  });
}

function describePage({ models }: PageData): Markup {
  const distinct = (values: readonly (string | null)[]) =>
    [...new Set(values)].map((value) => value ?? "an unnamed judge").join(", ");
  const baselines = distinct(models.map(({ record }) => record.baseline));
  const judges = distinct(models.map(({ record }) => judgeTitle(record)));
  return html`<p class="lede">Compared with <strong>${baselines}</strong>, judged by <strong>${judges}</strong>.</p>`;
}
