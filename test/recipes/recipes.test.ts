// docs/recipes: the index and the pages name each other, every page says the same kinds of things, and its judges are
// judges. That the pages' commands run is tested with those of the other documents (test/docs/docs.test.ts).
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadJudge } from "../../src/judge/load-judge.js";
import { analyzeAgreement } from "../../src/pipeline/analyze/agreement.js";
import { compare } from "../../src/pipeline/compare.js";
import { convertAnnotations } from "../../src/pipeline/convert.js";
import { roundRobin } from "../../src/pipeline/round-robin.js";
import { parseLabelNames } from "../../src/pipeline/tables/read-label.js";
import { reportAgreement } from "../../src/report/analyze/agreement-report.js";
import { describeWithShared, shared } from "../shared-data.js";
import { temporaryFolder } from "../temporary-folder.js";

const folder = new URL("../../docs/recipes/", import.meta.url).pathname;
const read = (file: string) => readFileSync(join(folder, file), "utf8");
const pages = readdirSync(folder).filter((file) => file.endsWith(".md") && file !== "README.md");
const judges = readdirSync(join(folder, "judges"));

describe("docs/recipes/README.md", () => {
  it("lists every page once, and no other", () => {
    const listed = [...read("README.md").matchAll(/^\| .* \| \[([\w-]+\.md)\]\(\1\) \|$/gm)].map(
      ([, file]) => file!,
    );
    expect(listed.sort()).toEqual([...pages].sort());
    expect(pages).toHaveLength(13);
  });
});

describe.each(pages)("%s", (page) => {
  const text = read(page);

  it("says what was measured, how to run it, what is and is not the same, and how to read it", () => {
    const headings = [...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading!);
    expect(headings[0]).toMatch(/^What the papers? measured$/);
    expect(
      headings
        .slice(1)
        .filter((heading) => heading.endsWith("on the example") || heading === "On the example"),
    ).not.toHaveLength(0);
    expect(headings.slice(-4)).toEqual([
      "The real thing",
      "What is the same",
      "What is not",
      "Reading the output",
    ]);
  });

  it("names its paper, is short, and has commands that a test runs", () => {
    expect(text).toMatch(/https:\/\/arxiv\.org\/abs\/\d{4}\.\d{5}/);
    expect(text).toContain("```sh run");
    expect(text.split("\n").length).toBeLessThanOrEqual(120);
  });
});

describe("the recipes' judges", () => {
  it.each(judges)("%s is a judge that a page uses", (name) => {
    expect(loadJudge(join(folder, "judges", name)).name).toBe(name);
    expect(pages.some((page) => read(page).includes(`--judge docs/recipes/judges/${name}`))).toBe(true);
  });

  it("has a pool of thirteen members, no two alike", () => {
    const pool = loadJudge(join(folder, "judges", "alpaca-farm-pool"));
    const fingerprints = pool.kind === "pool" ? pool.members.map(({ fingerprint }) => fingerprint) : [];
    expect(new Set(fingerprints).size).toBe(13);
  });
});

describeWithShared("panda-lm.md on PandaLM's own files", () => {
  it.each([
    ["PandaLM-7B", "pandalm-7b-testset-v1.json", "pandalm_result", "miss"],
    ["GPT-3.5", "gpt-3.5-turbo-testset-v1.json", "gpt_result", "tie"],
  ] as const)(
    "states the figures of %s that its command gives",
    async (judge, file, judgeColumn, unparsable) => {
      const analysis = await analyzeAgreement({
        judgements: shared(`pandalm/${file}`)!,
        humans: shared("pandalm/testset-v1.json")!,
        idColumn: "idx",
        judgeColumn,
        humanColumns: ["annotator1", "annotator2", "annotator3"],
        labels: parseLabelNames("model=2,baseline=1,tie=0,tie=Tie"),
        unparsable,
        interval: "none",
      });
      const shown = new Map(
        reportAgreement(analysis).sections[0]!.rows.map(([name, value]) => [name, value]),
      );
      const stated = new RegExp(
        `^\\| ${judge}.*?(\\.\\d+), (\\.\\d+), (\\.\\d+), (\\.\\d+) \\| the same`,
        "m",
      ).exec(read("panda-lm.md"))!;
      const names = ["accuracy", "macro precision", "macro recall", "macro f1"];
      expect(names.map((name) => shown.get(name))).toEqual(stated.slice(1).map((figure) => `0${figure}`));
    },
  );

  it("states how often people prefer one model to another", async () => {
    const output = join(temporaryFolder(), "people.jsonl");
    await convertAnnotations({ input: shared("pandalm/testset-v1.json")!, output, layout: "panda-lm" });
    const { plain } = await roundRobin({ models: [output], gold: "majority", control: [] });
    const [llama, bloom] = ["llama-7b", "bloom-7b"].map((model) => plain.models.indexOf(model));
    const { wins, losses, ties } = plain.records[llama!]![bloom!]!;
    expect(read("panda-lm.md")).toContain(`wins, losses, ties | ${wins}, ${losses}, ${ties} |`);
  });
});

describeWithShared("i-sheep-and-cut.md on AlpacaEval's own files", () => {
  it("states CUT's first and last rate, and the gain", async () => {
    const models = ["llama-2-13b-chat-hf", "cut-13b"].map(
      (model) => shared(`alpacaeval1/annotations/${model}.json.gz`)!,
    );
    const found = await compare({ models, over: "llama-2-13b-chat-hf" });
    if (found.kind !== "over") throw new Error(found.kind);
    const { comparison, gain } = found.over.benchmarks[0]!.gains[0]!;
    const rates = [comparison.second, comparison.first].map(({ rates }) =>
      (100 * rates.raw!.rate).toFixed(2),
    );
    const percent = (share: number) => (100 * share).toFixed(1);
    const { interval } = gain.raw!;
    expect(read("i-sheep-and-cut.md")).toContain(` | ${rates.join(", ")} |`);
    expect(read("i-sheep-and-cut.md")).toContain(
      `+${percent(gain.raw!.gain)} % [${percent(interval!.lower)}, ${percent(interval!.upper)}]`,
    );
  });
});
