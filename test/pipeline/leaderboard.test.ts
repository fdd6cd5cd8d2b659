import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { readPackageFile } from "../../src/io/wire/package-files.js";
import { toScoreRecord } from "../../src/io/wire/score-result/to-score-record.js";
import { calibrate, writeCalibration } from "../../src/pipeline/calibrate.js";
import { compare } from "../../src/pipeline/compare.js";
import { leaderboard } from "../../src/pipeline/leaderboard.js";
import { writeReport } from "../../src/pipeline/outputs/write-report.js";
import { score } from "../../src/pipeline/score/score.js";
import { reportLeaderboard } from "../../src/report/leaderboard/leaderboard-report.js";
import { reportScores } from "../../src/report/score/score-report.js";
import { simulateCalibrationSet } from "../data/simulate-calibration-set.mjs";
import { describeWithShared, shared } from "../shared-data.js";
import { temporaryFolder } from "../temporary-folder.js";

const folder = temporaryFolder();
const { annotations } = simulateCalibrationSet();
const names = Object.keys(annotations);
const files = names.map((name) => join(folder, `${name}.jsonl`));
const difficulty = join(folder, "set.json");
const results = join(folder, "results.json");

function write(name: string, rows: readonly object[]): string {
  const path = join(folder, name);
  writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  return path;
}
const changed = (generator: string, over: object) =>
  annotations[generator]!.map((row) => ({ ...row, ...over }));
const { instructions } = JSON.parse(await readPackageFile("data/alpaca_eval_2/calibration.json")) as {
  instructions: { id: string }[];
};
/** Simulated rows in the place of the board's instructions, which are known by their ids. */
const onBoard = (generator: string, over: object = {}) =>
  changed(generator, { generator_1: "gpt4_1106_preview", instruction: undefined, ...over }).map((row, i) => ({
    ...row,
    instruction_id: instructions[i]!.id,
  }));
const ofBoard = { annotator: "weighted_alpaca_eval_gpt4_turbo" };

async function resultOf(models: readonly string[]): Promise<string> {
  const path = join(temporaryFolder(), "result.json");
  const scores = await score({ annotations: models, difficulty: "none" });
  await writeReport(reportScores(scores, { withInfluence: true }), path);
  return path;
}

beforeAll(async () => {
  for (const name of names) write(`${name}.jsonl`, annotations[name]!);
  const { file } = await calibrate({ annotations: files, name: "simulated set" });
  await writeCalibration(difficulty, file);
  const scores = await score({ annotations: files, difficulty });
  await writeReport(reportScores(scores, { withInfluence: true }), results);
});

describe("leaderboard", () => {
  it("says the same of results as of the annotations that they came from", async () => {
    const options = { difficulty, matrix: true, elo: { rating: 1000 } };
    const fresh = await leaderboard({ models: files, ...options });
    const stored = await leaderboard({ models: [results], ...options });
    expect(stored.leaderboard.entries.map(({ generator }) => generator)).toEqual([
      "sim-deer",
      "sim-crow",
      "sim-bee",
      "sim-ant",
    ]);
    expect(stored.leaderboard.entries.map(({ rankSet }) => rankSet)).toEqual(
      fresh.leaderboard.entries.map(({ rankSet }) => rankSet),
    );
    expect(stored.leaderboard.eloGap).toBeCloseTo(fresh.leaderboard.eloGap!, 12);
    stored.leaderboard.entries.forEach(({ elo, rate }, at) => {
      expect(rate).toBeCloseTo(fresh.leaderboard.entries[at]!.rate!, 12);
      expect(elo!.rating).toBeCloseTo(fresh.leaderboard.entries[at]!.elo!.rating, 8);
      expect(elo!.standardError).toBeCloseTo(fresh.leaderboard.entries[at]!.elo!.standardError!, 8);
    });
    const cells = fresh.leaderboard.matrix!.cells;
    stored.leaderboard.matrix!.cells.forEach((row, j) => {
      row.forEach((cell, k) => {
        expect(cell === null).toBe(j === k);
        if (cell === null) return;
        expect(cell.rate).toBeCloseTo(cells[j]![k]!.rate, 12);
        expect(cell.interval!.standardError).toBeCloseTo(cells[j]![k]!.interval!.standardError, 12);
      });
    });
  });

  it("gives each model's own rate and interval against the shared baseline, and its complement", async () => {
    // a rate between two models takes no noise of the calibration, which moves both alike
    const scores = await score({ annotations: files, difficulty, calibrationNoise: "ignore" });
    const { matrix } = (await leaderboard({ models: files, difficulty, matrix: true })).leaderboard;
    const base = matrix!.generators.indexOf("sim-baseline");
    for (const { generator, lengthControlled } of scores) {
      const at = matrix!.generators.indexOf(generator);
      const [cell, turned] = [matrix!.cells[at]![base]!, matrix!.cells[base]![at]!];
      expect(cell.rate).toBeCloseTo(lengthControlled!.rate, 12);
      expect(cell.interval!.lower).toBeCloseTo(lengthControlled!.interval!.lower, 10);
      expect(cell.interval!.upper).toBeCloseTo(lengthControlled!.interval!.upper, 10);
      expect(cell.rate + turned.rate).toBe(1);
      expect(turned.interval!.lower).toBeCloseTo(1 - cell.interval!.upper, 12);
    }
  });

  it("puts the new baseline into the matrix too", async () => {
    const options = { difficulty, matrix: true, baseline: "sim-crow" };
    const { matrix } = (await leaderboard({ models: files, ...options })).leaderboard;
    expect(matrix!.generators).toEqual(["sim-deer", "sim-baseline", "sim-bee", "sim-ant", "sim-crow"]);
  });

  it("changes no other model's score when a model is added and the calibration stays", async () => {
    const three = await score({ annotations: files.slice(0, 3), difficulty });
    const four = await score({ annotations: files, difficulty });
    three.forEach((before, m) => {
      expect(four[m]!.generator).toBe(before.generator);
      expect(four[m]!.lengthControlled!.rate).toBe(before.lengthControlled!.rate);
      expect(four[m]!.lengthControlled!.interval).toEqual(before.lengthControlled!.interval);
    });
  });

  it("refuses rates between models where difficulty is not at hand, a covariate is kept, or a model stands twice", async () => {
    const rebased = { models: [results], baseline: "sim-crow" };
    await expect(leaderboard(rebased)).rejects.toThrow(/difficulty of simulated set, which is not at hand/);
    await expect(
      leaderboard({ ...rebased, models: files, difficulty: "none", covariates: ["emoji"] }),
    ).rejects.toThrow(/sim-crow has no coefficients/);
    await expect(leaderboard({ models: [results, files[0]!] })).rejects.toThrow(
      /several files hold results of sim-ant/,
    );
  });

  it("refuses rates with two calibrations of one name, which hold other difficulties", async () => {
    const file = JSON.parse(readFileSync(difficulty, "utf8"));
    for (const instruction of file.instructions) instruction.difficulty *= -1;
    const turned = join(folder, "turned.json");
    writeFileSync(turned, JSON.stringify(file));
    const store = async (at: number, by: string) => {
      const path = join(folder, `stored-${at}.json`);
      const scores = await score({ annotations: [files[at]!], difficulty: by });
      await writeReport(reportScores(scores, { withInfluence: true }), path);
      return path;
    };
    const models = [await store(0, difficulty), await store(1, turned)];
    for (const rank of [() => compare({ models }), () => leaderboard({ models })])
      await expect(rank()).rejects.toThrow(/different calibrations under one name: by simulated set/);
    await expect(compare({ models, difficulty: "none" })).resolves.toBeDefined();
  });

  it("refuses rates of different recipes until --difficulty none fits all of them anew without", async () => {
    const other = join(folder, "other.json");
    const scores = await score({ annotations: [files[1]!], difficulty: "none", level: 0.8 });
    await writeReport(reportScores(scores, { withInfluence: true }), other);
    const [ant, stored] = [files[0]!, join(folder, "ant.json")];
    const controlled = await score({ annotations: [ant], difficulty });
    await writeReport(reportScores(controlled, { withInfluence: true }), stored);
    for (const model of [ant, stored]) {
      const refusal = {
        exitCode: 3,
        message: expect.stringMatching(
          /different recipes: (?=.*sim-ant by length_controlled_\w+ \(difficulty: simulated set\))(?=.*sim-bee by length_controlled_minimal \(difficulty: none\))/,
        ),
        hint: expect.stringMatching(/--difficulty none/),
      };
      await expect(leaderboard({ models: [model, other], difficulty })).rejects.toMatchObject(refusal);
      await expect(compare({ models: [model, other], difficulty })).rejects.toMatchObject(refusal);
      await expect(compare({ models: [model], against: other, difficulty })).rejects.toMatchObject(refusal);
    }
    const [plain] = await score({ annotations: [ant], difficulty: "none" });
    const request = { difficulty: "none" };
    for (const model of [ant, stored]) {
      const ranked = await leaderboard({ models: [model, other], ...request });
      expect(ranked.leaderboard.entries.every(({ rankSet }) => rankSet)).toBe(true);
      expect(ranked.warnings).toEqual([expect.stringMatching(/^stored-level: intervals of sim-bee keep/)]);
      const compared = await compare({ models: [model, other], ...request });
      if (compared.kind !== "pair") throw new Error(compared.kind);
      const { first, differences } = compared.comparison;
      expect(first.rates.lengthControlled!.rate).toBeCloseTo(plain!.lengthControlled!.rate, 12);
      expect(differences.lengthControlled!.difference).toBeCloseTo(
        plain!.lengthControlled!.rate - scores[0]!.lengthControlled!.rate,
        12,
      );
    }
    expect(plain!.lengthControlled!.rate).not.toBeCloseTo(controlled[0]!.lengthControlled!.rate, 6);
    const bare = join(folder, "without-influence.json");
    await writeReport(reportScores(controlled, { withInfluence: false }), bare);
    await expect(compare({ models: [bare, other], ...request })).rejects.toMatchObject({
      hint: expect.stringMatching(/^sim-ant: its result holds no influence values/),
    });
    const alike = await leaderboard({ models: files.slice(0, 2), difficulty });
    expect(alike.warnings).toEqual([]);
    const { columns } = reportLeaderboard(alike).sections[0]!;
    expect(columns.filter(({ name }) => name === "95 % interval")).toHaveLength(2);
  });

  it("takes fits without difficulty for alike whatever the reason that there is none", async () => {
    const unknown = join(folder, "unknown.json");
    const [found] = await score({ annotations: [files[1]!] });
    expect(found!.difficultySource).toMatch(/^none: no instruction is/);
    await writeReport(reportScores([found!], { withInfluence: true }), unknown);
    const models = [files[0]!, unknown];
    expect((await leaderboard({ models, difficulty: "none" })).warnings).toEqual([]);
    expect((await compare({ models, difficulty: "none" })).kind).toBe("pair");
  });

  it("hints at covariates where those are what differs, and lets no foreign recipe onto a published board", async () => {
    const other = join(folder, "emoji.json");
    const scores = await score({ annotations: [files[1]!], control: ["length", "emoji"] });
    await writeReport(reportScores(scores, { withInfluence: true }), other);
    await expect(compare({ models: [files[0]!, other] })).rejects.toMatchObject({
      hint: "score all of them with the same --control and --covariates",
    });
    const mine = write("foreign.jsonl", changed("sim-bee", { generator_1: "gpt4_1106_preview", ...ofBoard }));
    const board = { models: [mine], published: "alpaca_eval_2", rows: "own" } as const;
    await expect(leaderboard({ ...board, rows: undefined })).rejects.toMatchObject({
      message: expect.stringMatching(/unlike instructions/),
      hint: "--rows own each by its own",
    });
    await expect(leaderboard(board)).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(
        /sim-bee by length_controlled_minimal .*and \d+ more by length_controlled_v1/,
      ),
      hint: expect.stringMatching(/leave --published out/),
    });
  });

  it("gives no rank, rating or pairwise rate to a model whose length cannot be told from it", async () => {
    const longer = (annotations["sim-bee"] as { output_1: string }[]).map((row, i) => ({
      ...row,
      output_2: `${row.output_1}${"x".repeat(500 + (i % 5))}`,
      generator_2: "longer",
    }));
    const models = [files[0]!, files[2]!, write("longer.jsonl", longer)];
    for (const asked of [models, [await resultOf(models)]]) {
      const request = { models: asked, difficulty: "none", matrix: true, elo: { rating: 1000 } };
      const ranked = await leaderboard(request);
      const { entries, matrix } = ranked.leaderboard;
      expect(entries.map(({ generator, rank }) => [generator, rank])).toEqual([
        ["sim-crow", 1],
        ["sim-ant", 2],
        ["longer", null],
      ]);
      expect(entries.map(({ rankSet }) => rankSet !== null)).toEqual([true, true, false]);
      expect(entries[2]).toMatchObject({ rate: null, elo: null });
      expect(matrix!.cells[2]).toEqual([null, null, null, null]);
      const { results } = reportLeaderboard(ranked).document as { results: object[] };
      expect(results[2]).toMatchObject({ length_controlled_winrate: null, win_rate: expect.any(Number) });
      await expect(leaderboard({ ...request, baseline: "longer" })).rejects.toThrow("no coefficients");
    }
  });

  it("knows no error of coefficients where all verdicts are the same", async () => {
    const won = write("won.jsonl", changed("sim-deer", { preference: 2, generator_2: "won" }));
    const models = [won, files[0]!, files[1]!];
    const options = { difficulty, baseline: "sim-ant", matrix: true, elo: { rating: 1000 } };
    const fresh = await leaderboard({ models, ...options });
    const stored = join(folder, "won.json");
    await writeReport(
      reportScores(await score({ annotations: models, difficulty }), { withInfluence: true }),
      stored,
    );
    for (const { leaderboard: found } of [fresh, await leaderboard({ models: [stored], ...options })]) {
      const [best, ...others] = found.entries;
      expect(best).toMatchObject({ generator: "won", interval: null, elo: { standardError: null } });
      expect(best!.rankSet).toBeNull();
      for (const { interval, elo } of others) {
        expect(interval).not.toBeNull();
        expect(elo!.standardError).not.toBeNull();
      }
    }
  });

  it("says whose errors are not known, which leaves out the rank sets", async () => {
    const bare = join(folder, "bare.json");
    const scores = await score({ annotations: files.slice(0, 2), difficulty });
    await writeReport(reportScores(scores, { withInfluence: false }), bare);
    const { warnings } = await leaderboard({ models: [bare, files[2]!], difficulty });
    expect(warnings).toEqual([expect.stringMatching(/^no-rank-sets: sim-bee, sim-ant: .*score writes them/)]);
    const won = write("all-won.jsonl", changed("sim-deer", { preference: 2, generator_2: "won" }));
    const rebased = { models: [won, files[0]!], difficulty, baseline: "sim-ant" };
    expect((await leaderboard(rebased)).warnings.join()).toMatch(/no-rank-sets: won: the error of its coeff/);
  });

  it("never mixes judges among published models without saying so, nor baselines at all", async () => {
    const mine = write("mine.jsonl", onBoard("sim-bee"));
    const {
      warnings,
      leaderboard: found,
      models,
    } = await leaderboard({ models: [mine], published: "alpaca_eval_2", rows: "own", acrossJudges: true });
    await expect(leaderboard({ models: [mine], published: "alpaca_eval_2", rows: "own" })).rejects.toThrow(
      /judged by weighted_alpaca_eval_gpt4_turbo, yours by simulated/,
    );
    expect(warnings.find((warning) => warning.startsWith("mixed-judges"))).toMatch(
      /by simulated; ranks across judges/,
    );
    expect(found.rankedBy).toBe("lengthControlled");
    expect(found.entries.length).toBe(models.length);
    const report = reportLeaderboard({ leaderboard: found, models, warnings });
    const judges = report.sections[0]!.columns.findIndex(({ name }) => name === "judge");
    expect(new Set(report.sections[0]!.rows.map((row) => row[judges]))).toEqual(
      new Set(["simulated", "weighted_alpaca_eval_gpt4_turbo"]),
    );
    await expect(leaderboard({ models: files, published: "alpaca_eval_2" })).rejects.toThrow(
      /alpaca_eval_2 were compared with gpt4_1106_preview, these with sim-baseline/,
    );
  });

  it("says nothing of mixed judges where there is one, and tells a model from its published namesake", async () => {
    const mine = write("vicuna.jsonl", onBoard("sim-bee", { ...ofBoard, generator_2: "vicuna-7b" }));
    const { warnings, leaderboard: found } = await leaderboard({
      models: [mine],
      published: "alpaca_eval_2",
      rows: "own",
    });
    expect(warnings.some((warning) => warning.startsWith("mixed-judges"))).toBe(false);
    const namesakes = found.entries
      .map(({ generator }) => generator)
      .filter((name) => /^vicuna-7b( |$)/.test(name));
    expect(namesakes.sort()).toEqual(["vicuna-7b", "vicuna-7b (published)"]);
  });

  it("prints alpaca_eval's columns and no number that does not exist", async () => {
    const found = await leaderboard({
      models: [results],
      difficulty,
      baseline: "sim-crow",
      elo: { anchor: "sim-ant", rating: 800 },
    });
    const { records, document } = reportLeaderboard(found);
    expect(Object.keys(records[0]!).slice(0, 6)).toEqual([
      "",
      "win_rate",
      "standard_error",
      "n_total",
      "avg_length",
      "length_controlled_winrate",
    ]);
    const rebased = document.results as Record<string, unknown>[];
    expect(rebased.map(({ generator }) => generator)).toEqual([
      "sim-deer",
      "sim-baseline",
      "sim-bee",
      "sim-ant",
    ]);
    for (const { win_rate, baseline } of rebased) expect([win_rate, baseline]).toEqual([null, "sim-crow"]);
    expect(JSON.stringify(document)).not.toMatch(/NaN|Infinity/);
  });

  it("gives every row every key of a score, null where a published model or the baseline has none", async () => {
    const [mine] = await score({ annotations: [files[0]!], difficulty });
    const keys = Object.keys(toScoreRecord(mine!));
    const board = write("board.jsonl", onBoard("sim-ant"));
    const published = reportLeaderboard(
      await leaderboard({
        models: [board],
        published: "alpaca_eval_2",
        rows: "own",
        acrossJudges: true,
      }),
    );
    const rebased = reportLeaderboard(await leaderboard({ models: files, difficulty, baseline: "sim-crow" }));
    for (const { document } of [published, rebased])
      for (const row of document.results as Record<string, unknown>[]) {
        expect(keys.filter((key) => row[key] === undefined)).toEqual([]);
        if (row.origin !== "scored") expect([row.n_wins, row.warnings]).toEqual([null, []]);
      }
    const path = join(folder, "board.json");
    writeFileSync(path, JSON.stringify(published.document));
    await expect(leaderboard({ models: [path] })).rejects.toMatchObject({
      problems: [{ message: expect.stringMatching(/^is a leaderboard/) }],
    });
  });

  it("says in plain words what a calibration file lacks, and that there is none", async () => {
    const path = join(folder, "bad.json");
    writeFileSync(
      path,
      '{"schema_version": 1, "baseline": 3, "annotator": null, "provenance": "", "instructions": []}',
    );
    await expect(score({ annotations: files, difficulty: path })).rejects.toMatchObject({
      problems: [
        { field: "name", message: "is nothing; expected a text" },
        { field: "baseline", message: "is 3; expected a text" },
        { field: "instructions", message: "is a list of 0; expected at least 1 in the list" },
      ],
    });
    await expect(score({ annotations: files, difficulty: join(folder, "no.json") })).rejects.toMatchObject({
      problems: [{ message: expect.stringMatching(/^there is no such file/) }],
    });
  });
});

describeWithShared("leaderboard of the first AlpacaEval", () => {
  it("takes the published rates, which rest on the same difficulty, for comparable", async () => {
    const models = [shared("alpacaeval1/annotations/phi-2.json.gz")!];
    const { warnings } = await leaderboard({ models, published: "alpaca_eval_1", rows: "own" });
    expect(warnings.join("\n")).toMatch(/left-out/);
  });
});
