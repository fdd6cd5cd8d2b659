// The pairs that changed most between two models: in `compare --list`, in a pull request's comment and on the page.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compare } from "../../src/pipeline/compare.js";
import { writeCiOutputs } from "../../src/pipeline/outputs/write-ci-outputs.js";
import { writeReport } from "../../src/pipeline/outputs/write-report.js";
import { buildReport } from "../../src/pipeline/report-page/page-request.js";
import { holdScoresAgainst } from "../../src/pipeline/score/check-score.js";
import { score } from "../../src/pipeline/score/score.js";
import { reportComparison } from "../../src/report/compare/compare-report.js";
import { fromGate } from "../../src/report/gates/gate-result.js";
import { reportScores } from "../../src/report/score/score-report.js";
import { writeAnnotations } from "../annotation-files.js";
import { runLceval } from "../cli/lceval.js";
import { temporaryFolder } from "../temporary-folder.js";

/** The new model lost pair 7 outright and pair 3 by half; it gained on pair 5; the rest is equal. */
const rowsOf = (generator_2: string, over: Record<number, number>, count = 40) =>
  writeAnnotations(
    Array.from({ length: count }, (_, i) => ({
      instruction: `question ${i}`,
      generator_2,
      output_2: `${generator_2} says of ${i}: ${"so ".repeat(i % 5)}`,
      preference: over[i] ?? (i % 2 ? 1.8 : 1.2),
      raw_completion:
        i % 3 === 0 ? { text: `I judged ${generator_2} on ${i}` } : `About ${generator_2} on ${i}`,
    })),
  );
const fresh = rowsOf("fresh", { 7: 1, 3: 1.5, 5: 2, 99: 1 });
const former = rowsOf("former", { 7: 2, 3: 2, 5: 1.2 }, 39);

async function store(annotations: string): Promise<string> {
  const path = join(temporaryFolder(), "result.json");
  await writeReport(reportScores(await score({ annotations: [annotations] }), { withInfluence: true }), path);
  return path;
}

describe("pairs that changed most", () => {
  it("are listed by how far they moved, with both answers and the judge's words", async () => {
    const found = await compare({ models: [fresh, former], list: 2 });
    const { sections, document } = reportComparison(found, { detectPercent: null });
    const [{ pairs }] = document.moved_pairs as [{ pairs: Record<string, unknown>[] }];
    expect(pairs).toMatchObject([
      {
        instruction: "question 7",
        first: { preference: 1, output: "fresh says of 7: so so ", judge: ["About fresh on 7"] },
        second: { preference: 2, output: "former says of 7: so so ", judge: ["About former on 7"] },
      },
      { instruction: "question 5", first: { preference: 2 }, second: { judge: ["About former on 5"] } },
    ]);
    const { title, rows } = sections.at(-1)!;
    expect(title).toBe("Pairs that changed most, fresh minus former");
    expect(rows).toContainEqual(["1", "change", "−100.00 (0 % against 100 %)"]);
    expect(rows).toContainEqual(["1", "judge on former", "About former on 7"]);
    const all = await compare({ models: [fresh, former], list: 100 });
    // what did not change is not listed, nor what only one was judged on
    expect(all.moved![0]!.pairs).toHaveLength(3);
    expect(all.moved![0]!.pairs[2]!.texts.first!.words).toEqual(["I judged fresh on 3"]);
  });

  it("go without the texts that a stored result does not hold, and say whose", async () => {
    const found = await compare({ models: [fresh], against: await store(former), list: 1 });
    const { sections } = reportComparison(found, { detectPercent: null });
    const { rows, notes } = sections.at(-1)!;
    expect(rows.map(([, what]) => what)).toEqual([
      "change",
      "instruction",
      "baseline",
      "fresh",
      "judge on fresh",
    ]);
    expect(notes).toEqual([expect.stringContaining("The texts of former are not in")]);
  });

  it("stand below a gate that fails, losses first; not with --no-texts, nor where it holds", async () => {
    const every = Array.from({ length: 40 }, (_, n) => n);
    const better = { 0: 2, 1: 2 };
    const worse = rowsOf("worse", Object.fromEntries(every.map((n) => [n, n in better ? 2 : 1])));
    const reference = await store(
      rowsOf("best", Object.fromEntries(every.map((n) => [n, n in better ? 1 : 1.6]))),
    );
    const run = (...more: string[]) => runLceval(["score", worse, "--against", reference, ...more]);
    const { code, stdout } = await run();
    expect(code).toBe(10);
    const listed = stdout.slice(stdout.indexOf("Pairs that changed most, losses first, worse minus best"));
    expect(listed.match(/change +\S+/g)).toEqual(Array(5).fill(expect.stringMatching(/−60\.00$/)));
    for (const more of ["--no-texts", "--margin=99", "--brief"])
      expect((await run(more)).stdout).not.toContain("Pairs that changed most");
  });

  it("are refused where there is no one pair of models", async () => {
    const third = rowsOf("third", {});
    await expect(compare({ models: [fresh, former, third], list: 3 })).rejects.toMatchObject({ exitCode: 2 });
  });

  it("stand in a pull request's comment below a gate, and on the page of two models", async () => {
    const comment = join(temporaryFolder(), "comment.md");
    const scores = await score({ annotations: [fresh] });
    const about = { margin: 0, level: 0.95, difficulty: "auto" };
    const gates = await holdScoresAgainst(scores, await store(former), about);
    const findings = { scores, findings: [], gates, results: gates.map(fromGate), level: 0.95 };
    await writeCiOutputs({ comment }, { ...findings, annotations: [fresh], reading: {} });
    const text = readFileSync(comment, "utf8");
    expect(text).toContain("### Pairs that changed most, losses first, fresh minus former");
    expect(text).toContain("| 1 | judge on fresh | About fresh on 7 |");
    const page = await buildReport({ inputs: [fresh, former] });
    expect(page).toContain("Pairs that changed most</h2>");
    expect(page).toContain("About former on 7");
    expect(await buildReport({ inputs: [fresh, former], pairs: 0 })).not.toContain("About former on 7");
    expect(await buildReport({ inputs: [fresh] })).not.toContain("Pairs that changed most</h2>");
  });
});
