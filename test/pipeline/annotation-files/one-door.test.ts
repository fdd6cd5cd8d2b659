// The contract of the door: whatever reads judgements reads the same rows of a file, warns of the same and refuses the same.
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/core/errors.js";
import { parseColumns } from "../../../src/io/wire/column-map.js";
import { analyzeAgreement } from "../../../src/pipeline/analyze/agreement.js";
import { analyzeHumanBudget } from "../../../src/pipeline/analyze/human-budget.js";
import { analyzeJudge } from "../../../src/pipeline/analyze/judge.js";
import { readJudgements } from "../../../src/pipeline/analyze/verdicts/read-judgements.js";
import { readReusedVerdicts } from "../../../src/pipeline/annotate/reused-verdicts.js";
import { readAnnotationFiles } from "../../../src/pipeline/annotation-files/read-annotation-files.js";
import { calibrate } from "../../../src/pipeline/calibrate.js";
import { compare } from "../../../src/pipeline/compare.js";
import { convertAnnotations } from "../../../src/pipeline/convert.js";
import { leaderboard } from "../../../src/pipeline/leaderboard.js";
import { loadScoredModels } from "../../../src/pipeline/models/load-scored-models.js";
import { buildReport } from "../../../src/pipeline/report-page/page-request.js";
import { readModelsToScore } from "../../../src/pipeline/score/score.js";
import { temporaryFolder } from "../../temporary-folder.js";

const folder = temporaryFolder();
const path = (name: string) => join(folder, name);
const out = path("converted.jsonl");

const none = ["nan", "None", "NULL", "-", "NA", "<NA>", "N/A", "#N/A", "n/a", "."];

/** Values without marks or quotes. */
const tableOf = (all: readonly object[], mark: string) =>
  [Object.keys(all[0]!), ...all.map((one) => Object.values(one))].map((cells) => cells.join(mark)).join("\n");

interface Reading {
  /** Judgements taken; null where the command does not say. */
  readonly rows: number | null;
  readonly warnings: readonly string[];
}

const scoring = { difficulty: "none", interval: "none" } as const;
const codes = ["torn-lines", "repeated-lines", "non-finite", "baseline-answers"];
const ofFiles = (warnings: Iterable<string>) =>
  [...new Set(warnings)].filter((warning) => codes.includes(warning.split(":")[0]!)).sort();

/** What each command makes of files; `one` reads them one at a time and takes no second file. */
const commands: Readonly<Record<string, (files: string[]) => Promise<Reading>>> = {
  "the door": async (files) => {
    const warnings: string[] = [];
    let rows = 0;
    for await (const batch of readAnnotationFiles(files, { onWarning: (text) => void warnings.push(text) }))
      rows += batch.filter(({ kind }) => kind !== "replaces").length;
    return { rows, warnings };
  },
  score: async (files) => {
    const { models, warnings } = await readModelsToScore({ annotations: files, ...scoring });
    const judgements = models.flatMap((model) => model.rows.map((row) => row.judgements?.length ?? 1));
    return { rows: judgements.reduce((sum, n) => sum + n, 0), warnings: [...warnings.values()].flat() };
  },
  leaderboard: async (files) => {
    const models = await loadScoredModels(files, scoring, "together");
    return { rows: null, warnings: models.flatMap((model) => model.warnings) };
  },
  report: async (files) => {
    await buildReport({ inputs: files, difficulty: "none", pairs: 0 });
    return { rows: null, warnings: [] };
  },
  "analyze judge": async (files) => {
    const warnings: string[] = [];
    const onWarning = (text: string) => void warnings.push(text);
    const { judgements } = await readJudgements(files, { order: "recorded", seed: 0, onWarning });
    return { rows: judgements.length, warnings };
  },
  "--reuse": async (files) => ({ rows: null, warnings: (await readReusedVerdicts(files, [])).warnings }),
};
const oneFileCommands: typeof commands = {
  ...commands,
  compare: async (files) => {
    const models = await loadScoredModels(files, scoring, "each");
    return { rows: null, warnings: models.flatMap((model) => model.warnings) };
  },
  convert: async ([file]) => {
    const { warnings } = await convertAnnotations({ input: file!, output: out });
    return { rows: (await commands["the door"]!([out])).rows, warnings };
  },
};

const row = (n: number, more: object = {}) => ({
  instruction: `question ${n}`,
  output_1: `base ${n}`,
  output_2: `model answer ${n}${"!".repeat(n % 7)}`,
  generator_1: "base",
  generator_2: "model",
  annotator: "judge",
  preference: [1, 2, 2][n % 3],
  ...more,
});
const rows = (count: number, more: (n: number) => object = () => ({})) =>
  Array.from({ length: count }, (_, n) => row(n, more(n)));
const lines = (all: readonly object[]) => all.map((one) => `${JSON.stringify(one)}\n`).join("");
function write(name: string, text: string): string {
  writeFileSync(path(name), text);
  return path(name);
}

const whole = rows(30);
const torn = `${lines(whole)}${JSON.stringify(row(30)).slice(0, 40)}`;
const manifest = JSON.stringify({ schema_version: 1, parts: [{ lceval_version: "0.1.0", inputs: [] }] });
const big = 9_007_199_254_740_993n;

describe("one file", () => {
  const accepted: [name: string, file: () => string, rows: number, warnings: number][] = [
    ["a plain file", () => write("plain.jsonl", lines(whole)), 30, 0],
    [
      "a spreadsheet's empty rows",
      () => {
        const [head, first, ...rest] = tableOf(whole, ",").split("\n");
        const nothing = head!.replace(/[^,]/g, "");
        return write(
          "sheet.csv",
          [head, first, nothing, ...rest, nothing, nothing.replaceAll(",", " ,")].join("\n"),
        );
      },
      30,
      0,
    ],
    ["a torn tail without a manifest", () => write("torn.jsonl", torn), 30, 1],
    [
      "a torn tail and a torn line inside, with a manifest",
      () => {
        write("journal.manifest.json", manifest);
        return write("journal.jsonl", `{"instr\n${torn}`);
      },
      30,
      1,
    ],
    [
      "a blank after a name",
      () => write("blank.jsonl", lines(rows(30, (n) => ({ generator_2: n % 3 ? "model" : "model " })))),
      30,
      0,
    ],
    ["a tail of NUL bytes", () => write("nul.jsonl", `${lines(whole)}${"\0".repeat(100)}`), 30, 1],
    ["a line that is there twice", () => write("dup.jsonl", lines([...whole, row(4)])), 30, 1],
    [
      "a verdict after a line without one",
      () => write("later.jsonl", lines([row(3, { preference: null }), ...whole])),
      30,
      0,
    ],
    [
      "equal instructions with other inputs, none judged",
      () =>
        write(
          "inputs.jsonl",
          lines(
            rows(6, (n) => ({
              instruction: "same",
              input: `in ${n}`,
              output_1: "x",
              output_2: "y",
              preference: n > 3 ? null : 1,
            })),
          ),
        ),
      6,
      0,
    ],
    [
      "NaN in a column that nobody needs",
      () => write("nan.jsonl", lines(whole).replace(/}\n/, ',"price_per_example":NaN}\n')),
      30,
      1,
    ],
    [
      "no verdict in words",
      () => write("words.jsonl", lines(rows(30, (n) => (n < none.length ? { preference: none[n] } : {})))),
      30,
      0,
    ],
  ];
  it.each(accepted)("%s is read alike", async (_, make, count, warned) => {
    const file = make();
    for (const [command, read] of Object.entries(oneFileCommands)) {
      const { rows: found, warnings } = await read([file]);
      if (found !== null) expect(found, command).toBe(count);
      if (command !== "report") expect(ofFiles(warnings), command).toHaveLength(warned);
    }
    expect((await oneFileCommands.score!([file])).warnings).toEqual(
      (await commands["the door"]!([file])).warnings,
    );
  });

  const refused: [name: string, file: () => string, message: RegExp][] = [
    [
      "a torn line that is not the last",
      () => write("inner.jsonl", `${lines(rows(3))}{"in\n${lines(rows(3))}`),
      /row 4: is not valid JSON/,
    ],
    [
      "a judgement with another verdict",
      () => write("other.jsonl", lines([...whole, row(1, { preference: 1 })])),
      /1 judgement is repeated with another verdict/,
    ],
    [
      "rows of which some name no model",
      () => write("null.jsonl", lines(rows(30, (n) => (n < 10 ? { generator_2: null } : {})))),
      /10 rows of 30 name no model/,
    ],
    [
      "two names on opposite sides",
      () =>
        write(
          "sides.jsonl",
          lines(rows(30, (n) => (n % 2 ? { generator_1: "model", generator_2: "base" } : {}))),
        ),
      /base is the baseline of model in 15 rows, and model that of base in 15.*--round-robin/s,
    ],
    [
      "two judges under one name",
      () =>
        write(
          "judges.jsonl",
          lines(rows(30, (n) => ({ judge: { name: "judge", model: n % 2 ? "gpt-4o" : "llama-8b" } }))),
        ),
      /name 2 judges named judge: "llama-8b" \(15 rows\), "gpt-4o" \(15 rows\)/,
    ],
    [
      "two judges by name",
      () => write("named.jsonl", lines(rows(30, (n) => ({ annotator: n % 2 ? "a" : "b" })))),
      /name 2 judges: "b" \(15 rows\), "a" \(15 rows\)/,
    ],
    [
      "two checkpoints in one file",
      () => write("concatenated.jsonl", lines([...whole, ...rows(30, (n) => ({ output_2: `later ${n}` }))])),
      /row 31: model answers 30 instructions more than once, and otherwise \(first row 1\): samples of one model, or two models/,
    ],
    [
      "a baseline that answers an instruction in two ways",
      () => write("two-baselines.jsonl", lines([...whole, row(3, { output_1: "x" })])),
      /row 31: base answers 1 instruction more than once, and otherwise \(first row 4\)/,
    ],
    [
      "lengths that are not those of the answers",
      () => write("words.jsonl", lines(rows(30, () => ({ length_model: 3, length_baseline: 2 })))),
      /field "length_model": is not the number of characters of the answer, here and in 29 further rows: --columns length_model=length_model takes it/,
    ],
    [
      "zeros and ones",
      () => write("zero-one.jsonl", lines(rows(30, (n) => ({ preference: n % 2 })))),
      /"preference" holds 0 \(15×\), 1 \(15×\)/,
    ],
    [
      "ids beyond 2^53",
      () =>
        write(
          "big.jsonl",
          lines(rows(30)).replaceAll('{"instruction"', `{"instruction_id":${big},"instruction"`),
        ),
      /30 ids beyond 2\^53/,
    ],
    [
      "rows that name no item",
      () => write("no-item.jsonl", lines(rows(30, (n) => (n === 2 ? { instruction: undefined } : {})))),
      /row 3: has neither an instruction nor an instruction_id/,
    ],
    [
      "UTF-16 without its mark",
      () => {
        writeFileSync(path("utf16.jsonl"), Buffer.from(lines(whole), "utf16le"));
        return path("utf16.jsonl");
      },
      /is UTF-16 text; save it as UTF-8/,
    ],
    [
      "Latin-1",
      () => {
        writeFileSync(path("latin.jsonl"), Buffer.from(lines(rows(30, () => ({ output_1: "é" }))), "latin1"));
        return path("latin.jsonl");
      },
      /^[^\n]*is not valid UTF-8, and so are 29 more rows[^\n]*$/,
    ],
  ];
  it.each(refused)("%s is refused alike", async (_, make, message) => {
    const file = make();
    const said = new Set<string>();
    for (const [command, read] of Object.entries(oneFileCommands)) {
      const error = await read([file]).then(
        () => null,
        (thrown: unknown) => thrown,
      );
      expect(error, command).toBeInstanceOf(InputError);
      said.add((error as InputError).message);
    }
    expect([...said]).toHaveLength(1);
    expect([...said][0]).toMatch(message);
  });
});

describe("an encoding", () => {
  const accented = rows(30, (n) => ({ output_2: `réponse ${n}` }));
  const texts = {
    jsonl: lines(accented),
    json: JSON.stringify(accented),
    csv: tableOf(accented, ","),
    tsv: tableOf(accented, "\t"),
  };
  const swapped = (text: string) => Buffer.from(`\ufeff${text}`, "utf16le").swap16();
  const encodings: Readonly<Record<string, readonly [(text: string) => Buffer, RegExp | null]>> = {
    "utf-8": [(text) => Buffer.from(text), null],
    "utf-8 with a mark": [(text) => Buffer.from(`\ufeff${text}`), null],
    "utf-16le": [(text) => Buffer.from(`\ufeff${text}`, "utf16le"), null],
    "utf-16be": [swapped, null],
    "utf-16le, a byte short": [
      (text) => Buffer.from(`\ufeff${text}`, "utf16le").subarray(0, -1),
      /cannot be read \(The encoded data was not valid/,
    ],
    "utf-16le without a mark": [(text) => Buffer.from(text, "utf16le"), /is UTF-16 text; save it as UTF-8/],
    "latin-1": [(text) => Buffer.from(text, "latin1"), /not (valid )?UTF-8/],
  };
  it.each(
    Object.keys(texts).flatMap((format) => Object.keys(encodings).map((encoding) => [encoding, format])),
  )("%s in %s is read, or refused in one sentence", async (encoding, format) => {
    const [encode, refusal] = encodings[encoding!]!;
    const file = path(`encoded.${format}`);
    writeFileSync(file, encode(texts[format as keyof typeof texts]));
    const read = commands["the door"]!([file]);
    if (refusal === null) expect(await read).toEqual({ rows: 30, warnings: [] });
    else {
      const error = await read.catch((thrown: InputError) => thrown);
      expect(error).toBeInstanceOf(InputError);
      expect((error as InputError).problems).toHaveLength(1);
      expect((error as InputError).message).toMatch(refusal);
    }
  });
});

describe("several files", () => {
  const first = write("first.jsonl", lines(rows(20)));
  const rest = write("rest.jsonl", lines(whole.slice(20)));
  const overlap = write("overlap.jsonl", lines(whole.slice(18)));
  const copy = path("copy.jsonl");
  copyFileSync(first, copy);
  const otherAnswers = write("answers.jsonl", lines(rows(20, (n) => ({ output_2: `another answer ${n}` }))));
  const otherBaseline = write(
    "other-base.jsonl",
    lines(rows(20, (n) => ({ output_1: `another base ${n}`, generator_2: "second" }))),
  );
  const mixed = write(
    "mixed.jsonl",
    lines(
      rows(20).flatMap((one, n) => [one, { ...one, output_1: `another base ${n}`, generator_2: "second" }]),
    ),
  );
  const subset = write("subset.jsonl", lines(whole.slice(2, 8)));

  it.each([
    ["parts of one", [first, rest], 30, 0],
    ["parts that overlap", [first, overlap], 30, 1],
    ["two checkpoints under names", [`v1=${first}`, `v2=${otherAnswers}`], 40, 0],
    ["one file as two models", [`v1=${first}`, `v2=${first}`], 40, 0],
    ["models that one baseline met with other answers", [first, otherBaseline], 40, 1],
    ["such models, mixed in one file", [mixed], 40, 1],
  ] as const)("%s are read alike", async (_, files, count, warned) => {
    for (const [command, read] of Object.entries(commands)) {
      const { rows: found, warnings } = await read([...files]);
      if (found !== null) expect(found, command).toBe(count);
      if (command !== "report") expect(ofFiles(warnings), command).toHaveLength(warned);
    }
  });

  it.each([
    ["one file twice", [first, first], /first\.jsonl: is given twice/],
    [
      "one file under two paths",
      [first, join(folder, "..", folder.split("/").at(-1)!, "first.jsonl")],
      /is given twice/,
    ],
    [
      "a file and its copy",
      [first, copy],
      /^[^\n]*holds nothing but judgements that [^\n]*first\.jsonl holds/,
    ],
    ["a file and some of its rows", [first, subset], /holds nothing but judgements/],
    [
      "one baseline's name with other answers to one model",
      [first, write("other-base-2.jsonl", lines(rows(20, (n) => ({ output_1: `another base ${n}` }))))],
      /^[^\n]*: base answers 20 instructions otherwise than in [^\n]*first\.jsonl[^\n]*$/,
    ],
    [
      "a model that is the baseline of another and answers otherwise",
      [
        first,
        write(
          "as-base.jsonl",
          lines(rows(20, (n) => ({ generator_1: "model", output_1: `x ${n}`, generator_2: "third" }))),
        ),
      ],
      /^[^\n]*: model answers 20 instructions otherwise than in [^\n]*first\.jsonl[^\n]*$/,
    ],
    [
      "two checkpoints under one name",
      [first, otherAnswers],
      /^[^\n]*model answers 20 instructions otherwise than in [^\n]*first\.jsonl[^\n]*$/,
    ],
  ] as const)("%s are refused alike, in one sentence", async (_, files, message) => {
    const said = new Set<string>();
    for (const [command, read] of Object.entries(commands)) {
      const error = await read([...files]).then(
        () => null,
        (thrown: unknown) => thrown,
      );
      expect(error, command).toBeInstanceOf(InputError);
      said.add((error as InputError).message);
    }
    expect([...said]).toHaveLength(1);
    expect([...said][0]).toMatch(message);
  });

  it("samples of one model, numbered, are read; people are not a jury as well", async () => {
    const numbered = [0, 1].flatMap((sample) => rows(9, (n) => ({ sample, output_2: `${sample} of ${n}` })));
    const { models } = await readModelsToScore({
      annotations: [write("samples.jsonl", lines(numbered))],
      ...scoring,
    });
    expect(models[0]!.rows.length).toBe(18);
    expect(new Set(models[0]!.rows.map(({ cluster }) => cluster)).size).toBe(9);
    const both = { annotators: "annotator", gold: "mean", jury: true } as const;
    await expect(readModelsToScore({ annotations: [first], ...scoring, ...both })).rejects.toThrow(
      /--jury takes judges together and --annotators people/,
    );
  });

  it("of a model and its copy: compare says so", async () => {
    const { kind, ...found } = await compare({ models: [first, copy], difficulty: "none" });
    expect(kind).toBe("pair");
    expect("comparison" in found && found.comparison.warnings).toContain(
      `same-judgements: ${first} and ${copy} hold the same judgements of model: is one a copy?`,
    );
  });

  it("of models that one baseline met with other answers: compare says so", async () => {
    const found = await compare({ models: [first, otherBaseline], difficulty: "none" });
    expect("comparison" in found && found.comparison.warnings).toContain(
      "baseline-answers: base answered 20 instructions of second at another length than those of model: the two were not compared with the same answers",
    );
  });

  it("are not paired by ids that are numbers of rows", async () => {
    const numbered = (all: readonly object[]) => all.map((one, id) => ({ ...one, instruction_id: id }));
    const other = rows(20, (n) => ({ generator_2: "second", output_2: `second ${n}` }));
    const [one, two] = [
      write("ids.jsonl", lines(numbered(rows(20)))),
      write("ids-2.jsonl", lines(numbered([...other.slice(7), ...other.slice(0, 7)]))),
    ];
    const moved = /20 ids, "0" the first, name one instruction for model and another for second/;
    await expect(compare({ models: [one, two], difficulty: "none" })).rejects.toThrow(moved);
    await expect(leaderboard({ models: [one, two], difficulty: "none" })).rejects.toThrow(moved);
    // the way out of the hint
    const columns = parseColumns("instruction=instruction,instruction_id=instruction");
    const found = await compare({ models: [one, two], difficulty: "none", columns });
    expect("comparison" in found && found.comparison.overlap).toMatchObject({ shared: 20, onlyFirst: 0 });
    // texts that only one of them has are no contradiction: files may be matched by ids on purpose
    const rewritten = other.map((each) => ({
      ...each,
      instruction: `${(each as { instruction: string }).instruction} `,
    }));
    const paired = await compare({
      models: [one, write("ids-3.jsonl", lines(numbered(rewritten)))],
      difficulty: "none",
    });
    expect("comparison" in paired && paired.comparison.warnings.join()).toMatch(/other-texts: .* 20 ids/);
    const humans = (shift: number) =>
      write(
        `humans-${shift}.jsonl`,
        lines(
          numbered([...rows(20).slice(shift), ...rows(20).slice(0, shift)]).map((each) => ({
            ...each,
            generator_2: undefined,
          })),
        ),
      );
    const agreement = (shift: number, more: object = {}) =>
      analyzeAgreement({ judgements: one, humans: humans(shift), interval: "none", ...more });
    await expect(agreement(7)).rejects.toThrow(/"instruction_id": names other instructions than in/);
    expect((await agreement(7, { idColumn: "instruction" })).agreement.judge.scores.accuracy.value).toBe(1);
    expect((await agreement(0)).agreement.judge.scores.accuracy.value).toBe(1);
    await expect(
      analyzeHumanBudget({ annotations: [one], labelsFile: humans(7), difficulty: "none" }),
    ).rejects.toThrow(/"instruction_id": names other instructions than in the judgements/);
  });

  it("of two models are refused by calibrate as elsewhere", async () => {
    await expect(calibrate({ annotations: [first, otherAnswers] })).rejects.toThrow(
      /two models under one name/,
    );
    await expect(analyzeJudge({ annotations: [first, copy] })).rejects.toThrow(/is it a copy/);
  });
});
