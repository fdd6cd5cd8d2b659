// The order of the rows in a file says nothing: shuffled files give every command the figures of the files as they were.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { pythonRandom } from "../../src/core/python-random.js";
import { analyzeJudge } from "../../src/pipeline/analyze/judge.js";
import { calibrate } from "../../src/pipeline/calibrate.js";
import { compare } from "../../src/pipeline/compare.js";
import { leaderboard } from "../../src/pipeline/leaderboard.js";
import { score } from "../../src/pipeline/score/score.js";
import { reportJudge } from "../../src/report/analyze/judge-report.js";
import { reportComparison } from "../../src/report/compare/compare-report.js";
import { reportLeaderboard } from "../../src/report/leaderboard/leaderboard-report.js";
import { reportScores } from "../../src/report/score/score-report.js";
import { simulateCalibrationSet } from "../data/simulate-calibration-set.mjs";
import { temporaryFolder } from "../temporary-folder.js";

const { annotations } = simulateCalibrationSet({ instructions: 40 });
const names = Object.keys(annotations).slice(0, 4);

function writeAll(order: (rows: readonly object[], at: number) => readonly object[]): string[] {
  const folder = temporaryFolder();
  return names.map((name, at) => {
    const file = join(folder, `${name}.jsonl`);
    const lines = order(annotations[name]!, at).map((row) => JSON.stringify(row));
    writeFileSync(file, `${lines.join("\n")}\n`);
    return file;
  });
}

function shuffled(rows: readonly object[], seed: number): object[] {
  const { random } = pythonRandom(String(seed));
  return rows
    .map((row) => ({ row, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ row }) => row);
}

/** Every number by its place, with entries of instructions by their ids. */
function figuresIn(value: unknown, path = "", found = new Map<string, number>()): Map<string, number> {
  if (typeof value === "number") found.set(path, value);
  else if (Array.isArray(value))
    value.forEach((each, at) => {
      const id = (each as { id?: unknown } | null)?.id;
      figuresIn(each, `${path}/${typeof id === "string" ? id : at}`, found);
    });
  else if (value !== null && typeof value === "object")
    for (const [key, each] of Object.entries(value)) figuresIn(each, `${path}/${key}`, found);
  return found;
}

const commands: Record<string, (files: readonly string[]) => Promise<unknown>> = {
  score: async (annotations) => reportScores(await score({ annotations }), { withInfluence: false }).document,
  "score with styles": async (annotations) =>
    reportScores(await score({ annotations, difficulty: "none", control: ["length", "lists"] }), {
      withInfluence: false,
    }).document,
  compare: async (models) =>
    reportComparison(await compare({ models: models.slice(0, 2) }), { detectPercent: 2 }).document,
  leaderboard: async (models) =>
    reportLeaderboard(await leaderboard({ models, matrix: true, elo: true })).document,
  "analyze judge": async (annotations) => reportJudge(await analyzeJudge({ annotations })).document,
  calibrate: async (annotations) => (await calibrate({ annotations, name: "shuffled" })).file,
};

const files = writeAll((rows) => rows);
const shuffles = [1, 2].map((seed) => writeAll((rows, at) => shuffled(rows, 10 * seed + at)));

it.each(Object.entries(commands))("%s", async (_, run) => {
  const figuresOf = async (given: readonly string[]) =>
    figuresIn(JSON.parse(JSON.stringify(await run(given))));
  const expected = await figuresOf(files);
  expect(expected.size).toBeGreaterThan(10);
  for (const shuffle of shuffles) {
    const found = await figuresOf(shuffle);
    expect([...found.keys()].sort()).toEqual([...expected.keys()].sort());
    const differing = [...expected].filter(
      ([path, figure]) => !(Math.abs(figure - found.get(path)!) <= 1e-9 * Math.max(1, Math.abs(figure))),
    );
    expect(differing).toEqual([]);
  }
});
