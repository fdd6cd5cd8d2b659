// Annotations made for the page's tests: every kind of row, and texts that try to break out.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildReport } from "../../../src/pipeline/report-page/page-request.js";
import type { ReportRequest } from "../../../src/pipeline/report-page/report-request.js";
import { writeAnnotations } from "../../annotation-files.js";
import { temporaryFolder } from "../../temporary-folder.js";
import { hostileTexts } from "../hostile-texts.js";

const texts = Object.values(hostileTexts);
const longAnswer = "A megabyte of words. ".repeat(50_000);

/** 60 instructions in both orders, five of them refused; answers and names of every hostile kind. */
export function hostileRows(generator = `model ${hostileTexts.script}`): Record<string, unknown>[] {
  return Array.from({ length: 60 }, (_, i) => i).flatMap((i) =>
    (["baseline-first", "model-first"] as const).map((order) => ({
      instruction: `question ${i}: ${texts[i % texts.length]}`,
      output_1: `${texts[(i + 1) % texts.length]} ${"x".repeat((37 * i) % 400)}`,
      output_2: i === 7 ? longAnswer : `${texts[(i + 2) % texts.length]} ${"y".repeat((61 * i) % 500)}`,
      generator_1: `baseline ${hostileTexts.attribute}`,
      generator_2: generator,
      annotator: `judge ${hostileTexts.endOfScript}`,
      dataset: i % 2 === 0 ? hostileTexts.image : hostileTexts.markdown,
      order,
      ...(i % 12 === 5
        ? { preference: null, status: "unjudged", reason: "refused" }
        : { preference: 1 + ((7 * i + (order === "model-first" ? 3 : 0)) % 11) / 10 }),
    })),
  );
}

/** The same, judged in both orders, with the judge's words. */
export const bothOrders = (count: number): Record<string, unknown>[] =>
  plainRows(count).flatMap((row, i) =>
    (["baseline-first", "model-first"] as const).map((order, at) => ({
      ...row,
      order,
      annotator: "verdict",
      raw_completion: `because ${order}`,
      preference: 1 + ((7 * i + 3 * at) % 11) / 10,
    })),
  );

/** Writes the page of some rows beside a manifest; returns the page and its path. */
export async function writePage(
  rows: readonly Record<string, unknown>[],
  request: Partial<ReportRequest> = {},
): Promise<{ page: string; path: string }> {
  const annotations = writeAnnotations(rows);
  writeFileSync(
    annotations.replace(/\.json$/, ".manifest.json"),
    JSON.stringify({ judge: hostileTexts.endOfScript }, null, 2),
  );
  const page = await buildReport({ inputs: [annotations], ...request });
  const path = join(temporaryFolder(), "report.html");
  writeFileSync(path, page);
  return { page, path };
}

/** One row an instruction, with plain texts. */
export const plainRows = (count: number, generator = "some-model"): Record<string, unknown>[] =>
  Array.from({ length: count }, (_, i) => ({
    instruction: `instruction ${i}`,
    output_1: "baseline ".repeat(1 + ((13 * i) % 50)),
    output_2: "model ".repeat(1 + ((29 * i) % 90)),
    generator_2: generator,
    dataset: `set ${i % 5}`,
    preference: 1 + ((17 * i + generator.length) % 23) / 22,
  }));
