// `--by` of several columns: a column a factor in csv, of labels as of scores.
import { describe, expect, it } from "vitest";
import { analyzeLabels } from "../../../src/pipeline/analyze/labels.js";
import { score } from "../../../src/pipeline/score/score.js";
import { reportGroupRates } from "../../../src/report/analyze/group-rates-report.js";
import { csv } from "../../../src/report/formats/csv.js";
import type { Report } from "../../../src/report/report.js";
import { reportScores } from "../../../src/report/score/score-report.js";

const answer = (family: string, topic: string, i: number) => ({
  ...{ family, topic, group: i % 2 ? "plain" : "altered", prompt: `p${i >> 1}` },
  label: i % 3 ? "safe" : "harmful",
});

const linesOf = (report: Report) => String(csv(report, {} as never)).split("\n");

describe("groups in csv", () => {
  it("labels: a column a factor, one named like a figure with by_ before it", async () => {
    const file = ["a", "b"].flatMap((family) =>
      ["x", "y"].flatMap((topic) => Array.from({ length: 6 }, (_, i) => answer(family, topic, i))),
    );
    const lines = async (rows: readonly object[], by: string[]) =>
      linesOf(reportGroupRates(await analyzeLabels({ file: rows, by, controlGroup: "plain" }))).map((line) =>
        line.split(",").slice(0, 4).join(","),
      );
    const found = await lines(file, ["family", "topic"]);
    expect(found[0]).toBe("family,topic,outcome,group");
    expect(found).toContain("b,y,harmful,altered");
    const renamed = file.map(({ topic, ...row }) => ({ ...row, rate: topic }));
    expect((await lines(renamed, ["rate"]))[0]).toBe("by_rate,outcome,group,hits");
  });

  it("labels: refuses two combinations that would have one name", async () => {
    const file = [
      ["a, b", "c"],
      ["a", "b, c"],
    ].flatMap(([family, topic]) => Array.from({ length: 4 }, (_, i) => answer(family!, topic!, i)));
    await expect(analyzeLabels({ file, by: ["family", "topic"] })).rejects.toThrow(
      /"a, b, c" can be read in two ways/,
    );
  });

  it("score: the model's line, then one a group", async () => {
    const judgements = Array.from({ length: 24 }, (_, i) => ({
      instruction_id: `q${i}`,
      ...{ generator_1: "base", generator_2: "model", annotator: "judge", preference: i % 3 ? 2 : 1 },
      ...{ length_model: 50 + i, length_baseline: 60, domain: i < 12 ? "x" : "y", user: `u${i % 4}` },
    }));
    const by = ["domain", "user"];
    const lines = linesOf(reportScores(await score({ judgements, by }), { withInfluence: false, by }));
    expect(lines[0]).toMatch(/^,domain,user,win_rate,/);
    expect(lines[1]).toMatch(/^model,,,66\.6/);
    expect(lines.slice(2, 10).map((line) => line.split(",").slice(0, 3).join(","))).toEqual(
      ["x", "y"].flatMap((domain) => ["u0", "u1", "u2", "u3"].map((user) => `model,${domain},${user}`)),
    );
  });
});
