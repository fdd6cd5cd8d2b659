// A data set of 300 made-up instructions and four simulated models goes the way that the docs describe, by their
// commands, in their order.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { simulateCalibrationSet } from "../data/simulate-calibration-set.mjs";
import { temporaryFolder } from "../temporary-folder.js";
import { commandsOfPage, runCommand } from "./page-commands.js";

type Row = { output_1: string; output_2: string; preference: number } & Record<string, unknown>;
const { annotations, truth } = simulateCalibrationSet() as {
  annotations: Record<string, Row[]>;
  truth: { models: { generator: string; length_controlled_winrate: number }[] };
};
const pages = ["docs/calibrate.md", "docs/leaderboard.md"];
const folder = temporaryFolder();

const toLines = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

/** The judge of the published board: the only one whose verdicts may stand beside its own. */
const boardsJudge = "weighted_alpaca_eval_gpt4_turbo";

const boardsInstructions: readonly string[] = JSON.parse(
  readFileSync(new URL("../../data/alpaca_eval_2/calibration.json", import.meta.url), "utf8"),
).instructions.map(({ id }: { id: string }) => id);

beforeAll(() => {
  mkdirSync(join(folder, "annotations"));
  for (const [generator, rows] of Object.entries(annotations))
    writeFileSync(join(folder, "annotations", `${generator}.jsonl`), toLines(rows));
  // the baseline's own answers twice as long, and half as long, judged by length alone
  const variants = [2, 0.5].flatMap((times) =>
    annotations["sim-ant"]!.map((row, i) => ({
      ...row,
      generator_2: times > 1 ? "sim-baseline-verbose" : "sim-baseline-concise",
      output_2: row.output_1.repeat(2).slice(0, Math.round((times + 0.1 * (i % 5)) * row.output_1.length)),
      preference: times > 1 ? 1.6 : 1.4,
    })),
  );
  writeFileSync(join(folder, "gamed.jsonl"), toLines(variants));
  // on the board's instructions, by their ids alone: the texts are others'
  const mine = boardsInstructions.map((instruction_id, i) => {
    const { instruction, ...row } = annotations["sim-bee"]![i % annotations["sim-bee"]!.length]!;
    return { ...row, instruction_id, generator_1: "gpt4_1106_preview", annotator: boardsJudge };
  });
  writeFileSync(join(folder, "mine.jsonl"), toLines(mine));
  const votes = ["alpaca-7b_llama-7b", "llama-7b_opt-7b", "opt-7b_alpaca-7b"].flatMap((cmp_key, k) =>
    Array.from({ length: 12 }, (_, i) => ({
      ...{ idx: 12 * k + i, cmp_key, instruction: `Task ${i}`, input: "" },
      ...{ response1: `one ${i}`, response2: `two ${i} ${k}` },
      ...{ annotator1: i % 3, annotator2: (i + k) % 3, annotator3: i % 2 },
    })),
  );
  writeFileSync(join(folder, "testset-v1.json"), JSON.stringify(votes));
});

describe.sequential("the pages on calibration and leaderboards", () => {
  it.each(pages.flatMap((page) => commandsOfPage(page).map((line) => [page, line] as const)))(
    "%s: %s",
    (_, line) => {
      expect(() => runCommand(line, folder)).not.toThrow();
    },
  );

  it("end in rates within three standard errors of the truth, for all four models", () => {
    const { results } = JSON.parse(readFileSync(join(folder, "results.json"), "utf8"));
    expect(results).toHaveLength(4);
    for (const { generator, length_controlled_winrate: known } of truth.models) {
      const found = results.find((result: { generator: string }) => result.generator === generator);
      const { standard_error } = found.length_controlled_interval;
      expect(found.recipe).toBe("length_controlled_noreg");
      expect(Math.abs(found.length_controlled_winrate - known)).toBeLessThan(3 * standard_error);
    }
  });

  it("use the gamed baselines, and their style", () => {
    const line =
      "lceval score annotations/*.jsonl --difficulty with-gamed.json --control length,emoji --format json";
    const [first] = JSON.parse(runCommand(line, folder)).results;
    expect(first.recipe).toBe("length_controlled_v1+emoji");
  });

  it("exit 10 where a stored leaderboard would change", () => {
    const stored = readFileSync(join(folder, "leaderboard.csv"), "utf8");
    writeFileSync(join(folder, "other.csv"), stored.replace("sim-deer", "sim-dear"));
    const run = () => runCommand("lceval leaderboard results.json --check other.csv", folder);
    expect(run).toThrow(expect.objectContaining({ status: 10 }));
  });
});
