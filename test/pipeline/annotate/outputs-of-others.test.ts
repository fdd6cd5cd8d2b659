// What is asked where files of outputs can be read in two ways or not at all, and what is said of how they were read.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/core/errors.js";
import { parseItemColumns } from "../../../src/io/layouts/item-columns.js";
import { readRows } from "../../../src/io/rows/read-rows.js";
import {
  type AnnotateRequest,
  resolveAnnotateRequest,
} from "../../../src/pipeline/annotate/annotate-request.js";
import { prepareRun } from "../../../src/pipeline/annotate/prepare-run.js";
import { readPairs } from "../../../src/pipeline/annotate/read-pairs.js";
import { temporaryFolder } from "../../temporary-folder.js";

const folder = temporaryFolder();
const lines = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
function write(name: string, content: string | Uint8Array | readonly object[]): string {
  writeFileSync(
    join(folder, name),
    Array.isArray(content) ? lines(content) : (content as string | Uint8Array),
  );
  return join(folder, name);
}

const resolve = (model: string | string[], baseline: string, more: Partial<AnnotateRequest> = {}) =>
  resolveAnnotateRequest({
    ...{ modelOutputs: [model].flat(), baseline, judge: "verdict", output: join(folder, "out.jsonl") },
    ...more,
  });
const problemOf = (run: Promise<unknown>) =>
  run.then(
    () => expect.unreachable("it was read"),
    (error: unknown) => {
      expect(error).toBeInstanceOf(InputError);
      return error as InputError;
    },
  );
const texts = ["What is zero?", "What is one?", "What is two?"];
const plain = (generator: string, more: (i: number) => object = () => ({})) =>
  texts.map((instruction, i) => ({ instruction, output: `${generator} says ${i}`, generator, ...more(i) }));

describe("answers that are no texts", () => {
  it("are read where they are numbers, and named where they are not", async () => {
    const rows = (answers: readonly unknown[], more: object = {}) =>
      answers.map((response, i) => ({ prompt: texts[i], response, ...more }));
    const numbers = write("numbers.jsonl", rows([1, 2.5, true]));
    // a number beside an answer in words is what the answer should be
    const words = write("words.jsonl", rows(["one", "two", "three"], { answer: 7 }));
    const { models } = await readPairs(resolve(numbers, words));
    expect(models[0]!.pairs.at(1)).toMatchObject({ model: { output: "2.5" }, baseline: { output: "two" } });
    const own = (output: unknown) =>
      texts.map((instruction, i) => ({ instruction, output: i === 1 ? output : "o" }));
    const { message } = await problemOf(readPairs(resolve(write("typed.jsonl", own({ a: 1 })), words)));
    expect(message).toMatch(/typed\.jsonl, row 2, field "output": must be a text/);
  });

  it("or of a file that could be read in two ways get a line for each", async () => {
    const two = write(
      "two.jsonl",
      texts.map((text) => ({ task: "travel", input: text, response: "r" })),
    );
    const { hint } = await problemOf(readPairs(resolve(two, two)));
    expect(hint).toBe(
      "say which: --output-columns instruction=task,output=response --baseline-columns instruction=task,output=response, or --output-columns instruction=input,output=response --baseline-columns instruction=input,output=response",
    );
  });
});

describe("texts that are JSON", () => {
  const said = ['{"text": "hello", "score": 1}', '["x", "y"]', "[1, 2]"];
  const asked = ["Give JSON.", '["a", "b"]', "[1,2] what is the sum?"];
  const rows = (answer: (i: number) => string) =>
    asked.map((prompt, i) => ({ prompt, response: answer(i), model: answer === ofModel ? "m" : "b" }));
  const ofModel = (i: number) => said[i]!;

  it.each(["jsonl", "csv"])("are instructions and answers as they stand (%s)", async (form) => {
    const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const file = (name: string, answer: (i: number) => string) =>
      write(
        `${name}.${form}`,
        form === "jsonl"
          ? rows(answer)
          : `prompt,response,model\n${rows(answer)
              .map((row) => Object.values(row).map(cell).join())
              .join("\n")}\n`,
      );
    const { models } = await readPairs(
      resolve(
        file("json-m", ofModel),
        file("json-b", () => "plain"),
      ),
    );
    const pairs = [0, 1, 2].map((i) => models[0]!.pairs.at(i));
    expect(pairs.map(({ model }) => model.output)).toEqual(said);
    expect(pairs.map(({ instruction }) => instruction.text)).toEqual(asked);
  });

  it("are lists where a column is one: a table's `responses`", async () => {
    const table = (name: string, texts: string) =>
      write(name, `prompt,responses,model\nq,${texts},${name}\n`);
    const several = table("several.csv", '"[""x"", ""y""]"');
    const { models } = await readPairs(resolve(several, table("one.csv", '"[""z""]"'), { sample: "first" }));
    expect(models[0]!.pairs.at(0)).toMatchObject({ model: { output: "x" }, baseline: { output: "z" } });
  });
});

describe("one file that holds both answers", () => {
  const file = () =>
    write(
      "both.jsonl",
      texts.map((prompt, i) => ({ prompt, ours: `o ${i}`, theirs: `t ${i}` })),
    );
  const columns = (...outputs: string[]) =>
    parseItemColumns(["instruction=prompt", ...outputs.map((output) => `output=${output}`)].join());
  const maps = { outputColumns: columns("ours"), baselineColumns: columns("theirs") };

  it("names each model as its column is called, several too; a baseline is one", async () => {
    const table = write(
      "table.csv",
      `prompt,a,b,c\n${texts.map((text) => `${text},x,y y,z z`).join("\n")}\n`,
    );
    const read = async (model: string[], baseline: string[]) => {
      const maps = { outputColumns: columns(...model), baselineColumns: columns(...baseline) };
      const { models } = await readPairs(resolve(table, table, maps));
      return models.map(({ pairs }) => pairs.at(0)).map(({ model, baseline }) => ({ model, baseline }));
    };
    const answer = (generator: string, output: string) => expect.objectContaining({ generator, output });
    expect(await read(["a"], ["c"])).toEqual([{ model: answer("a", "x"), baseline: answer("c", "z z") }]);
    expect(await read(["a", "b"], ["c"])).toEqual([
      { model: answer("a", "x"), baseline: answer("c", "z z") },
      { model: answer("b", "y y"), baseline: answer("c", "z z") },
    ]);
    expect((await problemOf(read(["a"], ["b", "c"]))).message).toContain(
      "answers of 2 models (b, c): one of them is the baseline",
    );
    const unstated = await problemOf(readPairs(resolve(table, table)));
    expect(unstated.problems).toHaveLength(1);
    expect(unstated.hint).toContain(
      '--output-columns instruction=prompt,output=b --baseline-columns instruction=prompt,output=c, where "c" is',
    );
    const unasked = write("unasked.csv", "x,a,b\none a,y y,z z\ntwo a,y x,z x\n");
    expect((await problemOf(readPairs(resolve(unasked, unasked)))).hint).toContain(
      "--output-columns instruction=…,output=COLUMN,output=COLUMN --baseline-columns",
    );
  });

  it("wants a name where two files of one name answer otherwise", async () => {
    const [model, baseline] = [
      write("n1.jsonl", plain("x")),
      write(
        "n2.jsonl",
        plain("x", (i) => ({ output: `no ${i}` })),
      ),
    ];
    expect((await problemOf(readPairs(resolve(model, baseline)))).hint).toContain("NAME=FILE");
    const { models, baselineFile } = await readPairs(resolve(`mine=${model}`, `base=${baseline}`));
    expect(models[0]!.pairs.at(0)).toMatchObject({
      model: { generator: "mine" },
      baseline: { generator: "base", output: "no 0" },
    });
    expect(baselineFile).toBe(baseline);
    const both = await readPairs(resolve([`one=${model}`, `two=${baseline}`], baseline));
    expect(both.models.map(({ generator }) => generator)).toEqual(["one", "two"]);
  });

  it("wants a name where some rows of the baseline have none; ids that wait for their questions are no repetitions", async () => {
    const questions = write(
      "asked.jsonl",
      texts.map((text, question_id) => ({ question_id, text, category: "c" })),
    );
    const answers = (model_id: string) =>
      texts.map((_, question_id) => ({
        question_id,
        text: `${model_id} ${question_id}`,
        model_id,
        answer_id: "a",
      }));
    const model = write("m.jsonl", answers("m"));
    const baseline = write("some.jsonl", [
      ...answers("b").slice(1),
      { question_id: 0, text: "b 0", answer_id: "a" },
    ]);
    const { message, hint } = await problemOf(readPairs(resolve([model, questions], baseline)));
    expect(message).toContain("is missing in 1 row, and names 1 model in the others");
    expect(hint).toContain("NAME=FILE");
    const { models } = await readPairs(resolve([model, questions], `base=${baseline}`));
    expect([0, 1, 2].map((i) => models[0]!.pairs.at(i).baseline.generator)).toEqual(["base", "base", "base"]);
  });

  it("is read with a name, and no ties are told of; the same columns twice are", async () => {
    const { models, notes } = await readPairs(resolve(file(), file(), { ...maps, name: "mine" }));
    expect(models[0]!.pairs.at(0)).toMatchObject({
      model: { generator: "mine", output: "o 0" },
      baseline: { generator: "theirs", output: "t 0" },
    });
    expect(notes.join()).not.toContain("same-file");
    const twice = { ...maps, baselineColumns: columns("ours") };
    expect((await readPairs(resolve(file(), file(), twice))).notes.join()).toContain("same-file");
  });
});

it("a baseline of questions is told as such, not a row at a time", async () => {
  const asked = {
    method: "POST",
    url: "/v1/chat/completions",
    body: { model: "x", messages: [{ role: "user", content: "Why?" }] },
  };
  const questions = write("asked.jsonl", [{ custom_id: "1", ...asked }]);
  const { message } = await problemOf(readPairs(resolve(write("answers.jsonl", plain("m")), questions)));
  expect(message).toMatch(/asked\.jsonl: holds questions and no answers$/);
});

describe("outputs in no known layout", () => {
  const strange = (side: string) =>
    texts.map((text, i) => ({ wording: text, thing: `${side} has ${i} of it`, n: i }));

  it("are refused with their columns and one command line that reads both files", async () => {
    const model = write("strange-m.jsonl", strange("m"));
    const baseline = write(
      "strange-b.jsonl",
      strange("b").map(({ wording, thing }) => ({ w: wording, t: thing })),
    );
    const error = await problemOf(readPairs(resolve(model, baseline)));
    expect(error.message).toContain("Columns: wording, thing, n.");
    const [, ours, theirs] = /--output-columns (\S+) --baseline-columns (\S+)$/.exec(error.hint!)!;
    expect([ours, theirs]).toEqual(["instruction=wording,output=thing", "instruction=w,output=t"]);
    const asMap = (option: string) =>
      new Map(option.split(",").map((part) => part.split("=") as [string, string]));
    const { models } = await readPairs(
      resolve(model, baseline, { outputColumns: asMap(ours!), baselineColumns: asMap(theirs!) }),
    );
    expect(models[0]!.pairs.map(({ instruction }) => instruction.text)).toEqual(texts);
  });

  it("are proposed paths into objects, not into lists of several", async () => {
    const deep = (side: string, samples = 1) =>
      strange(side).map(({ wording, thing }) => ({
        doc: { q: wording, again: wording },
        said: { by: "x", parts: Array(samples).fill({ text: thing }) },
      }));
    const [model, baseline] = [write("deep-m.jsonl", deep("m")), write("deep-b.jsonl", deep("b"))];
    const [, columns] = /--output-columns '(\S+)'/.exec(
      (await problemOf(readPairs(resolve(model, baseline)))).hint!,
    )!;
    expect(columns).toBe("instruction=doc.q,output=said.parts[0].text");
    const maps = { outputColumns: parseItemColumns(columns!), baselineColumns: parseItemColumns(columns!) };
    const { models } = await readPairs(resolve(model, baseline, maps));
    expect(models[0]!.pairs.map((pair) => pair.model.output)).toEqual(strange("m").map(({ thing }) => thing));
    const several = [write("several-m.jsonl", deep("m", 2)), write("several-b.jsonl", deep("b", 2))] as const;
    expect((await problemOf(readPairs(resolve(...several)))).hint).toContain("say which column is what");
  });

  it("are asked about where only a word for its kind stands beside an input", async () => {
    const kinds = (side: string) =>
      texts.map((input) => ({ task: "travel_plan", input, response: side, response_model_name: side }));
    const pair = [write("kinds-m.jsonl", kinds("m")), write("kinds-b.jsonl", kinds("b"))] as const;
    const { message } = await problemOf(readPairs(resolve(...pair)));
    expect(message).toContain(
      "could be read in 2 ways: instruction=task,output=response or instruction=input,output=response",
    );
    const maps = {
      outputColumns: parseItemColumns("instruction=input"),
      baselineColumns: parseItemColumns("instruction=input"),
    };
    const { models } = await readPairs(resolve(...pair, maps));
    expect(models[0]!.pairs.map(({ instruction, model }) => [instruction.text, model.generator])).toEqual(
      texts.map((text) => [text, "m"]),
    );
  });

  it("have the system message under its usual names as an item field", async () => {
    const rows = (side: string, more: (i: number) => object) =>
      texts.map((prompt, i) => ({ prompt, response: side, system_prompt: "Be brief.", ...more(i) }));
    const read = (more: (i: number) => object) =>
      prepareRun(
        resolve(write("sys-m.jsonl", rows("m", more)), write("sys-b.jsonl", rows("b", more)), {
          judge: "offline",
        }),
      );
    await read(() => ({}));
    await expect(read((i) => ({ system_prompt: `Be brief: ${i}.` }))).rejects.toThrow(/system/);
  });

  it("that are comparisons are told how judgements are made of them", async () => {
    const battles = texts.map((prompt) => ({ prompt, model_a: "x", model_b: "y", winner: "model_a" }));
    const error = await problemOf(
      readPairs(resolve(write("battles.jsonl", battles), write("p.jsonl", plain("m")))),
    );
    expect(error.hint).toMatch(/lceval convert \S+battles\.jsonl --layout arena-battles -o judged\.jsonl$/);
  });

  it("are proposed nothing where it would be a guess", async () => {
    const two = (side: string) => strange(side).map((row) => ({ ...row, other: `${side} also says this` }));
    const error = await problemOf(
      readPairs(resolve(write("two-m.jsonl", two("m")), write("two-b.jsonl", two("b")))),
    );
    expect(error.hint).toContain("say which column is what");
  });

  it("name what a stated column lacks before anything is asked", async () => {
    const columns = new Map([["output", "no_such"]]);
    const file = write("lacks.jsonl", plain("m"));
    const error = await problemOf(readPairs(resolve(file, file, { outputColumns: columns })));
    expect(error.message).toContain('there is no column "no_such" for --output-columns output=…');
  });
});

describe("what was asked", () => {
  it("is refused where a field of it varies and the judge is not shown it, and taken where it is constant", async () => {
    const withContext = (generator: string) => plain(generator, (i) => ({ context: `page ${i}` }));
    const varied = resolve(write("ctx-m.jsonl", withContext("m")), write("ctx-b.jsonl", withContext("b")));
    expect((await problemOf(prepareRun(varied))).message).toContain(
      'field "context": differs from item to item, and the judge verdict is not shown it',
    );
    const same = (generator: string) => plain(generator, () => ({ system: "Be brief.", dataset: generator }));
    const constant = resolve(write("sys-m.jsonl", same("m")), write("sys-b.jsonl", same("b")));
    expect((await prepareRun(constant)).tasks).toBe(6);
    const stated = (generator: string) => plain(generator, (i) => ({ persona: `user ${i}` }));
    const files = [write("per-m.jsonl", stated("m")), write("per-b.jsonl", stated("b"))] as const;
    expect((await prepareRun(resolve(...files))).tasks).toBe(6);
    expect((await problemOf(prepareRun(resolve(...files, { itemField: ["persona"] })))).message).toContain(
      '"persona"',
    );
  });

  it("tells equal instructions with different inputs apart", async () => {
    const alpaca = (side: string) =>
      ["cat", "dog"].map((input) => ({ instruction: "Translate.", input, output: `${side} ${input}` }));
    const { models } = await readPairs(
      resolve(
        write("al-m.json", JSON.stringify(alpaca("m"))),
        write("al-b.json", JSON.stringify(alpaca("b"))),
      ),
    );
    expect(models[0]!.pairs.map(({ instruction }) => instruction.text)).toEqual([
      "Translate.\n\ncat",
      "Translate.\n\ndog",
    ]);
  });
});

describe("files of outputs", () => {
  const baseline = write("base.jsonl", plain("base"));

  it("that name several models are several models", async () => {
    const { models } = await readPairs(
      resolve(write("both.jsonl", [...plain("x"), ...plain("y")]), baseline),
    );
    expect(models.map(({ generator, pairs }) => [generator, pairs.length])).toEqual([
      ["x", 3],
      ["y", 3],
    ]);
    const some = write("some.jsonl", [...plain("x"), { instruction: "more", output: "o" }]);
    expect((await problemOf(readPairs(resolve(some, baseline)))).message).toContain("is missing in 1 row");
  });

  it("may hold nulls, which are passed over and counted", async () => {
    const rows = plain("m").map((row, i) => (i === 1 ? { ...row, output: null } : row));
    const { models, notes } = await readPairs(resolve(write("null.jsonl", rows), baseline));
    expect(models[0]!.pairs).toHaveLength(2);
    expect(notes).toContainEqual(expect.stringMatching(/^no-output: .*1 row without an answer/));
  });

  it("that are the baseline's too are said to be", async () => {
    expect((await readPairs(resolve(baseline, baseline))).notes).toContainEqual(
      expect.stringMatching(/^same-file: /),
    );
  });

  it("ask which of several answers count", async () => {
    const several = write(
      "several.jsonl",
      plain("m").map((row) => ({ ...row, output: ["a", "b"] })),
    );
    expect((await problemOf(readPairs(resolve(several, baseline)))).hint).toContain(
      "--sample first, or --sample each",
    );
    const { models } = await readPairs(resolve(several, baseline, { sample: "each" }));
    expect(models[0]!.pairs).toHaveLength(6);
    expect(new Set(models[0]!.pairs.map(({ instruction }) => instruction.id)).size).toBe(6);
  });

  it("that are not there may lack their folder", async () => {
    const missing = join(folder, "nowhere", "m.jsonl");
    expect((await problemOf(readPairs(resolve(missing, baseline)))).message).toContain(
      `there is no folder ${join(folder, "nowhere")}`,
    );
  });
});

async function all(path: string) {
  const rows: unknown[] = [];
  for await (const batch of readRows(path)) rows.push(...batch.map(({ value }) => value));
  return rows;
}

describe("packed and binary files", () => {
  it("are read from zstd and Parquet, ids in INT64 as text to the last digit", async () => {
    const packed =
      "KLUv/QRoJQIAMkQOEaBvEKo7rcowpO4iSGKxvQ1X4PKQTEHawbB2cHm0fu79MOGn8amz4OKS1TBf+OQQE25/v6j82Y9tAgBWHYMuqKBdPcEb";
    expect(await all(write("z.jsonl.zst", Buffer.from(packed, "base64")))).toHaveLength(2);
    const buffer = parquetWriteBuffer({
      columnData: [
        { name: "id", data: [2n ** 60n + 1n], type: "INT64" },
        { name: "turns", data: [3n], type: "INT64" },
        { name: "output", data: ["é"], type: "STRING" },
      ],
    });
    expect(await all(write("p.parquet", Buffer.from(buffer)))).toEqual([
      { id: "1152921504606846977", turns: 3, output: "é" },
    ]);
  });

  it.each([
    ["a.arrow", Buffer.from("ARROW1\0\0more"), "an Arrow file; write it as .jsonl"],
    ["a.xlsx", Buffer.from("PK\u0003\u0004more"), "a zip archive or a spreadsheet"],
    ["a.pkl", Buffer.from([0x80, 0x04, 0x95, 0x00]), "a Python pickle; load it in Python"],
    ["broken.parquet", Buffer.from("PAR1 and no more"), "cannot be read as Parquet"],
  ])("are refused with how to convert them: %s", async (name, bytes, message) => {
    expect((await problemOf(all(write(name, bytes)))).message).toContain(message);
  });

  it("hold one list of rows, or it is asked which", async () => {
    const several = write("splits.json", JSON.stringify({ train: [{ a: 1 }], test: [{ a: 2 }] }));
    expect((await problemOf(all(several))).message).toContain("several lists of rows: train, test");
    expect(
      await all(write("one.jsonl", `${JSON.stringify({ instruction: "q", output: ["a"] })}\n`)),
    ).toHaveLength(1);
  });
});
