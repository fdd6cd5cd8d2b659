import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { InputError, UsageError } from "../../../src/core/errors.js";
import { sha256 } from "../../../src/core/hash.js";
import type { ReadingOptions } from "../../../src/io/wire/annotation-reading.js";
import { parseColumns, parseLabels } from "../../../src/io/wire/column-map.js";
import { readObservations } from "../../../src/pipeline/observations/read-observations.js";
import { temporaryFolder } from "../../temporary-folder.js";

const annotation = (over: Record<string, unknown> = {}) => ({
  instruction: "Say hello",
  output_1: "Hello!",
  output_2: "Hi 😀",
  generator_1: "base",
  generator_2: "model",
  annotator: "judge",
  preference: 1.25,
  ...over,
});

const folder = temporaryFolder();
let files = 0;
function write(content: string | Uint8Array | readonly object[], name = `${files++}.json`): string {
  const path = join(folder, name);
  writeFileSync(path, Array.isArray(content) ? JSON.stringify(content) : (content as string));
  return path;
}
const read = async (rows: readonly object[], options = {}) => {
  const [model] = await readObservations([write(rows)], options);
  return model!;
};
const problemsOf = async (reading: Promise<unknown>) => {
  const error = await reading.then(() => null).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(InputError);
  return (error as InputError).message.replaceAll(`${folder}/`, "");
};

describe("readObservations", () => {
  it("measures texts in code points and turns 1…2 into a probability", async () => {
    const model = await read([annotation()]);
    expect(model).toMatchObject({
      generator: "model",
      baseline: "base",
      mostRepeatedOutput: 1,
      annotator: "judge",
    });
    expect([...model.rows]).toEqual([
      {
        instructionId: sha256("Say hello"),
        cluster: sha256("Say hello"),
        preference: 0.25,
        baselineLength: 6,
        modelLength: 4,
        identical: false,
      },
    ]);
  });

  it("keeps rows without a verdict, with the reason", async () => {
    const wire = [1, 2, 1.5, 0, null, 2.5, -1, 1.4999, 1.5001, ...Array(200).fill(2)];
    const model = await read(wire.map((preference, i) => annotation({ preference, instruction: `q${i}` })));
    const verdicts = model.rows.map((row) => row.preference ?? row.unjudgedReason);
    expect(verdicts.slice(0, 7)).toEqual([0, 1, 0.5, 0.5, "no-verdict", "out-of-range", "out-of-range"]);
    expect(verdicts.slice(7, 9)).toEqual([1.4999 - 1, 1.5001 - 1]);
  });

  it("reads the same rows alike in every format, packed or not, whatever the name says", async () => {
    const rows = [
      annotation({ instruction: 'a "b",\n\u2028c', output_2: "x\ty" }),
      annotation({ preference: null }),
    ];
    const header = Object.keys(rows[0]!);
    const cell = (value: unknown) => `"${String(value ?? "").replaceAll('"', '""')}"`;
    const table = (mark: string) =>
      [header, ...rows.map((row) => Object.values(row).map(cell))]
        .map((cells) => cells.join(mark))
        .join("\r\n");
    const lines = rows.map((row) => JSON.stringify(row)).join("\n\n");
    const expected = await readObservations([write(rows)]);
    for (const [name, content] of [
      ["a.jsonl", lines],
      ["b.json", lines],
      ["c.csv", table(",")],
      ["d.tsv", table("\t")],
      ["e.txt", table("\t")],
      ["f.csv", table(";")],
      ["g.jsonl", JSON.stringify(rows)],
    ] as const) {
      expect(await readObservations([write(content, name)]), name).toEqual(expected);
      expect(await readObservations([write(gzipSync(content), name)]), `${name}, packed`).toEqual(expected);
    }
  });

  it("gives one result a generator, from several files and patterns", async () => {
    write([annotation({ generator_2: "a" })], "many-1.json");
    write(
      [annotation({ generator_2: "b" }), annotation({ generator_2: "a", instruction: "q" })],
      "many-2.json",
    );
    const models = await readObservations([join(folder, "many-*.json")]);
    expect(models.map(({ generator, rows }) => [generator, rows.length])).toEqual([
      ["a", 2],
      ["b", 1],
    ]);
  });

  it("averages the judgements of a pair: both orders and repeats of each juror, then the jurors", async () => {
    const asked = (order: string, repeat: number, judge: string, preference: number | null) =>
      annotation({ order, repeat, judge: { name: judge }, preference });
    const model = await read([
      asked("baseline-first", 0, "a", 2),
      annotation({ instruction: "other", preference: 2 }),
      asked("model-first", 0, "a", 1.5),
      asked("model-first", 1, "a", null),
      asked("model-first", 0, "b", 1),
    ]);
    expect(model.rows).toHaveLength(2);
    expect(model.rows.at(0)).toMatchObject({ preference: 0.375, votes: [0.75, 0] });
    expect(model.rows.at(0)!.order).toBeUndefined();
    expect(model.rows.at(0)!.judgements?.map(({ preference }) => preference)).toEqual([1, 0.5, null, 0]);
    expect(model.rows.at(1)!.judgements).toBeUndefined();
  });

  it("says once that a column named by an option does not exist, and which do", async () => {
    const rows = [annotation(), annotation({ instruction: "Say goodbye" })];
    for (const options of [{ cluster: "nope" }, { by: ["nope"] }])
      expect(await problemsOf(read(rows, options))).toMatch(
        /^[^\n]*: there is no column "nope" for --(cluster|by)$/,
      );
    const hint = await read(rows, { cluster: "nope" }).catch((error: InputError) => error.hint);
    expect(hint).toMatch(/^Columns: instruction, output_1, .*preference\.$/);
    const unnamed = [annotation({ user: "u" }), annotation({ instruction: "q" })];
    expect(await problemsOf(read(unnamed, { cluster: "user" }))).toMatch(/row 2, field "user": is nothing/);
  });

  it("keeps samples of one instruction apart, in one cluster; asks what other answers are", async () => {
    const other = annotation({ output_2: "Yo 😀" });
    const model = await read([annotation({ sample: 0 }), { ...other, sample: 1 }]);
    expect(model.rows.map(({ cluster }) => cluster)).toEqual([sha256("Say hello"), sha256("Say hello")]);
    expect(new Set(model.rows.map(({ instructionId }) => instructionId)).size).toBe(2);
    await expect(read([annotation(), other])).rejects.toThrow(
      /row 2: model answers 1 instruction more than once, and otherwise \(first row 1\): samples of one model, or two models under one name\?$/,
    );
    const ofFields = [annotation({ topic: "a" }), { ...other, topic: "b" }];
    expect((await read(ofFields, { itemField: ["topic"] })).rows).toHaveLength(2);
  });

  it("lets a later line replace an unjudged earlier one, and calls a second verdict a duplicate", async () => {
    const unjudged = annotation({ preference: null, status: "unjudged", reason: "timeout" });
    expect([...(await read([unjudged, unjudged])).rows]).toMatchObject([
      { preference: null, unjudgedReason: "timeout" },
    ]);
    expect([...(await read([unjudged, annotation()])).rows]).toMatchObject([{ preference: 0.25 }]);
    const path = write([annotation(), annotation({ preference: 2 })], "twice.json");
    expect(await problemsOf(readObservations([path]))).toBe(
      'twice.json, row 2: 1 judgement is repeated with another verdict than in row 1: the same model, outputs, order, repeat and judge for the instruction "Say hello"',
    );
  });

  it("refuses several baselines or judges in one model's rows", async () => {
    const rows = [annotation(), annotation({ instruction: "q", generator_1: "b2", annotator: "j2" })];
    expect(await problemsOf(read(rows))).toBe(
      'the rows of model "model" name 2 baselines: "base" (1 row), "b2" (1 row); score each of them by itself\n' +
        'the rows of model "model" name 2 judges: "judge" (1 row), "j2" (1 row); score each of them by itself',
    );
  });

  it("reads somebody's columns, words and lengths as stated", async () => {
    const rows = ["A", "B", "same", ""].map((verdict, i) => ({
      idx: i,
      verdict,
      len_a: i,
      len_b: `${2 * i}`,
      user: `u${i % 2}`,
    }));
    const model = await read(rows, {
      columns: parseColumns(
        "preference=verdict,instruction_id=idx,length_baseline=len_a,length_model=len_b,cluster=user",
      ),
      labels: parseLabels("model=A,baseline=B,tie=same"),
    });
    expect([...model.rows]).toMatchObject([
      { instructionId: "0", cluster: "u0", preference: 1, baselineLength: 0, modelLength: 0 },
      { instructionId: "1", cluster: "u1", preference: 0, baselineLength: 1, modelLength: 2 },
      { preference: 0.5, modelLength: 4 },
      { preference: null, unjudgedReason: "no-verdict" },
    ]);
    expect(
      await problemsOf(read(rows, { columns: parseColumns("preference=verdikt,instruction_id=idx") })),
    ).toContain('there is no column "verdikt" for "preference"');
    await expect(read(rows, { scale: "labels" })).rejects.toThrow(UsageError);
  });

  it("wants the scale stated where a foreign column could mean either", async () => {
    const rows = [0, 1, 1].map((won, i) => ({ won, id: i }));
    const columns = parseColumns("preference=won,instruction_id=id");
    expect(await problemsOf(read(rows, { columns }))).toContain(
      '"won" holds 0 (1×), 1 (2×): what a 0 means cannot be told',
    );
    const asWins = await read(rows, { columns, scale: "0..1" });
    expect(asWins.rows.map(({ preference }) => preference)).toEqual([0, 1, 1]);
    const asWire = await read(rows, { columns, scale: "1..2" });
    expect(asWire.rows.map(({ preference }) => preference)).toEqual([0.5, 0, 0]);
  });

  it("reads any line from the baseline's win to the model's, either way round", async () => {
    const on = async (scale: ReadingOptions["scale"], values: readonly number[]) => {
      const rows = values.map((preference, i) => annotation({ preference, instruction: `q${i}` }));
      return (await read(rows, { scale })).rows.map(({ preference }) => preference);
    };
    expect(await on("0..1", [0, 0.25, 1])).toEqual([0, 0.25, 1]);
    expect(await on("1..0", [0, 0.25, 1])).toEqual([1, 0.75, 0]);
    expect(await on("5..1", [5, 4, 3, 1])).toEqual([0, 0.25, 0.5, 1]);
    expect(await on("-1..1", [-1, 0, 1])).toEqual([0, 0.5, 1]);
    await expect(on("1..1", [1])).rejects.toThrow(UsageError);
  });

  it("refuses what a scale does not hold, and what could be of two, with the values", async () => {
    const reading = (values: readonly number[], options = {}) =>
      problemsOf(
        read(
          values.map((preference, i) => annotation({ preference, instruction: `q${i}` })),
          options,
        ),
      );
    expect(await reading([1, 2, 1.5], { scale: "0..1" })).toContain("2 of 3 values lie outside of 0…1");
    expect(await reading([0, 1, 1])).toContain('"preference" holds 0 (1×), 1 (2×)');
    expect(await reading([0, 0, 1, 2])).toContain("what a 0 means");
    expect(await reading([1, 2, 3, 4])).toContain("this is not the scale 1…2");
    expect(await reading([1, 2, 2.5])).toContain("1 of 3 values lie outside of 1…2");
    for (const alike of [1, 2]) {
      const model = await read(
        [alike, alike].map((preference, i) => annotation({ preference, instruction: `q${i}` })),
      );
      expect(model.rows.at(0)!.preference).toBe(alike - 1);
    }
  });

  it("reads words by the model's chance", async () => {
    const labels = parseLabels("A>>B=0, A>B=0.25,A=B=0.5,B>A=0.75,B>>A=1");
    const words = ["A>>B", " B>A ", "A=B", "-"];
    const rows = words.map((preference, i) => annotation({ preference, instruction: `q${i}` }));
    expect((await read(rows, { labels })).rows.map(({ preference }) => preference)).toEqual([
      0,
      0.75,
      0.5,
      null,
    ]);
    expect([...parseLabels("A=0,B=1,err=none")].at(-1)).toEqual(["err", Number.NaN]);
    expect([...parseLabels("model=A=B,baseline=x")]).toEqual([
      ["A=B", 1],
      ["x", 0],
    ]);
    for (const wrong of ["A=2,B=0", "A=0.5,B=0.5", "A", "A=0,A=1"])
      expect(() => parseLabels(wrong)).toThrow(UsageError);
  });

  it("proposes words and columns of one side for it", async () => {
    const hintOf = (verdicts: readonly string[]) =>
      read(verdicts.map((winner, id) => ({ winner, id, response_a: "x", response_b: "y" }))).catch(
        (error: InputError) => error.hint,
      );
    const columns = "output_model=response_b,output_baseline=response_a";
    expect(await hintOf(["A", "B", "tie"])).toContain(columns);
    expect(await hintOf(["A", "B", "tie"])).toContain("--labels model=B,baseline=A,tie=tie");
    expect(await hintOf(["model_a", "model_b"])).toContain("--labels model=model_b,baseline=model_a");
    expect(await hintOf(["model", "reference"])).toContain("--labels model=model,baseline=reference");
    expect(await hintOf(["A>B", "B>A", "A=B"])).toContain("--labels 'model=B>A,baseline=A>B,tie=A=B'");
    // no word has a meaning that was not stated
    for (const unsure of [
      ["yes", "no"],
      ["win", "loss"],
      ["first", "second"],
      ["0", "1"],
    ])
      expect(await hintOf(unsure)).not.toMatch(/--scale (?!LOW)|--labels '?(model|baseline|[^ ]*=[\d.])/);
  });

  it("skips and reports torn lines of a journal, which may be empty", async () => {
    const warnings: string[] = [];
    const line = JSON.stringify(annotation());
    const path = write(`{"instruc\n${line}\n${line.slice(0, 20)}`, "journal.jsonl");
    const options = { journal: true, onWarning: (warning: string) => warnings.push(warning) };
    expect((await readObservations([path], options))[0]!.rows).toHaveLength(1);
    expect(warnings).toEqual([
      `torn-lines: ${path}: 2 lines were torn by a crash (the first is 1) and are skipped`,
    ]);
    expect(await readObservations([write("", "new.jsonl")], options)).toEqual([]);
  });

  it("takes covariates' counts of the texts while they are at hand", async () => {
    const textStatistics = (text: string) => ({ vowels: text.match(/[aeiou]/g)?.length ?? 0 });
    const model = await read([annotation()], { textStatistics });
    expect(model.rows.at(0)!.style).toEqual({ baseline: { vowels: 2 }, model: { vowels: 1 } });
  });

  it("names the model after the file where no row does", async () => {
    const [model] = await readObservations([
      write([annotation({ generator_2: undefined })], "some-model.v2.json"),
    ]);
    expect(model!.generator).toBe("some-model.v2");
  });
});
