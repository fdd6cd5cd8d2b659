// The published files, and what people do to files: the same observations, whatever the layout, or a refusal that says why.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { delimitedRecord } from "../../../src/core/delimited-record.js";
import { InputError } from "../../../src/core/errors.js";
import type { ReadingOptions } from "../../../src/io/wire/annotation-reading.js";
import { parseColumns, parseLabels } from "../../../src/io/wire/column-map.js";
import { readObservations } from "../../../src/pipeline/observations/read-observations.js";
import { score } from "../../../src/pipeline/score/score.js";
import { describeWithShared, readSharedRows, sharedFiles } from "../../shared-data.js";
import { temporaryFolder } from "../../temporary-folder.js";

type Row = Record<string, unknown>;
const folder = temporaryFolder();
let files = 0;
function write(content: string | Uint8Array, extension: string): string {
  const path = join(folder, `file-${files++}.${extension}`);
  writeFileSync(path, content);
  return path;
}
const json = (rows: readonly Row[]) => write(JSON.stringify(rows), "json");
const lines = (rows: readonly Row[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
const cell = (value: unknown) =>
  value === null || value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);
function table(rows: readonly Row[], mark: "," | "\t" | ";"): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return [columns, ...rows.map((row) => columns.map((column) => cell(row[column])))]
    .map((cells) => delimitedRecord(cells, mark as ","))
    .join("");
}
const mapped = (rows: readonly Row[], change: (row: Row, at: number) => Row) => rows.map(change);
const isNumber = (value: unknown): value is number => typeof value === "number";
const rescale = (change: (preference: number) => unknown) => (row: Row) => ({
  ...row,
  preference: isNumber(row.preference) ? change(row.preference === 0 ? 1.5 : row.preference) : row.preference,
});

interface Layout {
  readonly name: string;
  readonly write: (rows: readonly Row[]) => string[];
  readonly reading?: ReadingOptions;
  /** For verdicts that are 1, 2 or a tie alone. */
  readonly isHard?: true;
}

const renamed = {
  instruction: "prompt",
  output_1: "answer_a",
  output_2: "answer_b",
  generator_1: "a",
  generator_2: "b",
  annotator: "by",
  preference: "verdict",
};
const rename = (row: Row) =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]) => [renamed[key as keyof typeof renamed] ?? key, value]),
  );

const layouts: readonly Layout[] = [
  { name: "JSON lines", write: (rows) => [write(lines(rows), "jsonl")] },
  {
    name: "JSON lines with CRLF and blank lines",
    write: (rows) => [write(lines(rows).replaceAll("\n", "\r\n\r\n"), "jsonl")],
  },
  { name: "a byte-order mark", write: (rows) => [write(`\ufeff${JSON.stringify(rows)}`, "json")] },
  { name: "gzip", write: (rows) => [write(gzipSync(lines(rows)), "jsonl.gz")] },
  { name: "CSV", write: (rows) => [write(table(rows, ","), "csv")] },
  { name: "TSV", write: (rows) => [write(table(rows, "\t"), "tsv")] },
  {
    name: "shuffled",
    write: (rows) => [json([...rows].sort((a, b) => (String(a.output_2) < String(b.output_2) ? -1 : 1)))],
  },
  { name: "split in two", write: (rows) => [json(rows.slice(0, 300)), json(rows.slice(300))] },
  {
    name: "split in two layouts",
    write: (rows) => [json(rows.slice(0, 17)), write(table(rows.slice(17), ","), "csv")],
  },
  {
    name: "ids added",
    write: (rows) => [json(mapped(rows, (row, i) => ({ instruction_id: `q${i}`, id: i, ...row })))],
  },
  {
    name: "columns added",
    write: (rows) => [
      json(mapped(rows, (row) => ({ ...row, input: "", context: null, user: "u", text: "…" }))),
    ],
  },
  { name: "lines that are there twice", write: (rows) => [json([...rows, ...rows.slice(3, 9)])] },
  {
    name: "columns renamed",
    write: (rows) => [json(mapped(rows, rename))],
    reading: {
      columns: parseColumns(
        "instruction=prompt,output_baseline=answer_a,output_model=answer_b,generator=b,baseline=a,annotator=by,preference=verdict",
      ),
      scale: "1..2",
    },
  },
  {
    name: "a probability",
    write: (rows) => [
      json(
        mapped(
          rows,
          rescale((p) => p - 1),
        ),
      ),
    ],
    reading: { scale: "0..1" },
  },
  {
    name: "a probability of the baseline",
    write: (rows) => [
      json(
        mapped(
          rows,
          rescale((p) => 2 - p),
        ),
      ),
    ],
    reading: { scale: "1..0" },
  },
  {
    name: "minus one to one",
    write: (rows) => [
      json(
        mapped(
          rows,
          rescale((p) => 2 * p - 3),
        ),
      ),
    ],
    reading: { scale: "-1..1" },
  },
  {
    name: "words",
    write: (rows) => [
      json(
        mapped(
          rows,
          rescale((p) => (p > 1.5 ? "B>A" : p < 1.5 ? "A>B" : "A=B")),
        ),
      ),
    ],
    reading: { labels: parseLabels("A>B=0,A=B=0.5,B>A=1") },
    isHard: true,
  },
  {
    name: "words of the sides",
    write: (rows) => [
      json(
        mapped(
          rows,
          rescale((p) => (p > 1.5 ? "two " : p < 1.5 ? "one" : "none of them")),
        ),
      ),
    ],
    reading: { labels: parseLabels("model=two,baseline=one,tie=none of them") },
    isHard: true,
  },
  {
    name: "percents",
    write: (rows) => [write(table(rows.map(rescale((p) => `${100 * (p - 1)} %`)), ","), "csv")],
    reading: { scale: "0..100" },
  },
  {
    name: "verdicts in an object",
    write: (rows) => [
      json(rows.map(({ preference, ...row }) => ({ ...row, judgement: { verdict: preference, why: "…" } }))),
    ],
    reading: { columns: parseColumns("preference=judgement.verdict"), scale: "1..2" },
  },
  { name: "a spreadsheet's table", write: (rows) => [write(`\ufeffsep=;\r\n${table(rows, ";")}`, "csv")] },
  {
    name: "rows by their ids",
    write: (rows) => [json(Object.fromEntries(rows.map((row, i) => [`r${i}`, row])) as never)],
  },
  {
    name: "a tie that is called none, no verdict that has a word",
    write: (rows) => [
      json(
        rows.map(({ preference, ...row }) => ({
          ...row,
          preference: isNumber(preference)
            ? (rescale((p) => (p > 1.5 ? "B" : p < 1.5 ? "A" : "none"))({ preference }).preference as string)
            : "Error",
        })),
      ),
    ],
    reading: { labels: parseLabels("model=B,baseline=A,tie=none,none=Error") },
    isHard: true,
  },
];

async function observe(paths: readonly string[], reading: ReadingOptions = {}) {
  const models = await readObservations(paths, reading);
  expect(models).toHaveLength(1);
  const [model] = models;
  const rows = model!.rows.map(
    ({ instructionId, textId = instructionId, preference, baselineLength, modelLength, identical }) => ({
      textId,
      preference,
      baselineLength,
      modelLength,
      identical,
    }),
  );
  return rows.sort((a, b) => (a.textId < b.textId ? -1 : 1));
}

describeWithShared("published files", () => {
  const all = ["alpacaeval1", "alpacaeval2"].flatMap((board) =>
    [...sharedFiles(`${board}/annotations`)].map(([name, path], at) => ({
      name: `${board}/${name}`,
      path,
      at,
      isHard: board === "alpacaeval1",
    })),
  );

  it.each(all)("$name: its transformations are the same observations", async ({ name, path, at, isHard }) => {
    const rows = readSharedRows(`${name.replace("/", "/annotations/")}.json.gz`);
    const expected = await observe([path]);
    const fitting = layouts.filter((layout) => isHard || !layout.isHard);
    // each layout meets several files, each file several layouts
    for (let k = 0; k < 3; k++) {
      const layout = fitting[(at * 3 + k) % fitting.length]!;
      const found = await observe(layout.write(rows), layout.reading);
      expect(found.length, layout.name).toBe(expected.length);
      found.forEach((row, i) => {
        const should = expected[i]!;
        expect({ ...row, preference: null }, layout.name).toEqual({ ...should, preference: null });
        if (should.preference === null) expect(row.preference, layout.name).toBeNull();
        else expect(row.preference, layout.name).toBeCloseTo(should.preference, 12);
      });
    }
  });

  it.each(["alpacaeval1", "alpacaeval2"])("%s: all of its files are read together", async (board) => {
    const warnings: string[] = [];
    const onWarning = (warning: string) => void warnings.push(warning);
    const paths = [...sharedFiles(`${board}/annotations`).values()];
    expect(await readObservations(paths, { onWarning })).toHaveLength(paths.length);
    expect(warnings).toEqual([]);
  });

  const rows = () => readSharedRows("alpacaeval2/annotations/claude-2.json.gz");
  const rateOf = async (paths: string[], reading: ReadingOptions = {}) =>
    (await score({ annotations: paths, interval: "none", ...reading }))[0]!.lengthControlled!.rate;

  it("have the same length-controlled rate in every layout", async () => {
    const expected = await rateOf([json(rows())]);
    for (const layout of layouts.filter(({ isHard }) => !isHard))
      expect(await rateOf(layout.write(rows()), layout.reading), layout.name).toBeCloseTo(expected, 9);
  });

  it.each([
    [
      "probabilities that are not said to be",
      (all: Row[]) =>
        mapped(
          all,
          rescale((p) => p - 1),
        ),
      /--scale/,
    ],
    [
      "hard verdicts as 0 and 1",
      (all: Row[]) =>
        mapped(
          all,
          rescale((p) => Number(p > 1.5)),
        ),
      /what a 0 means cannot be told/,
    ],
    [
      "marks from 1 to 5",
      (all: Row[]) =>
        mapped(
          all,
          rescale((p) => Math.round(1 + 4 * (p - 1))),
        ),
      /--labels VALUE=P/,
    ],
    [
      "words",
      (all: Row[]) =>
        mapped(
          all,
          rescale((p) => (p > 1.5 ? "A" : "B")),
        ),
      /holds no numbers but "B", "A"|"A", "B"/,
    ],
    [
      "the winner's name",
      (all: Row[]) =>
        mapped(all, (row) => ({
          ...row,
          preference: Number(row.preference) > 1.5 ? row.generator_2 : row.generator_1,
        })),
      /--labels model=claude-2,baseline=gpt4_1106_preview/,
    ],
    [
      "a decimal comma",
      (all: Row[]) =>
        mapped(
          all,
          rescale((p) => String(p).replace(".", ",")),
        ),
      /expected a number with a point: 1\.5, not 1,5/,
    ],
    [
      "percents beyond the scale",
      (all: Row[]) =>
        mapped(all, ({ preference, ...row }) => ({ ...row, chance: 100 * (Number(preference) - 1) })),
      /numbers or few words are in .*"chance".*--columns preference=COLUMN/s,
    ],
    [
      "the winner's name, and sides that change from row to row, whose names are proposed",
      (all: Row[]) =>
        mapped(all, ({ instruction, output_1, output_2 }, i) => ({
          ...{
            instruction,
            response_a: i % 2 ? output_1 : output_2,
            response_b: i % 2 ? output_2 : output_1,
          },
          ...{
            model_a: i % 2 ? "one" : "two",
            model_b: i % 2 ? "two" : "one",
            winner: i % 3 ? "one" : "two",
          },
        })),
      /output_baseline=response_a,generator=model_b,baseline=model_a /,
    ],
    [
      "percents with their sign",
      (all: Row[]) =>
        mapped(
          all,
          rescale((p) => `${100 * (p - 1)}%`),
        ),
      /percents are read by --scale 0\.\.100/,
    ],
    [
      "percents with their sign, in a column of another name",
      (all: Row[]) =>
        mapped(all, ({ preference, ...row }) => ({
          ...row,
          chance_to_win: `${100 * (Number(preference) - 1)}%`,
        })),
      /Say what its values mean: --scale LOW\.\.HIGH.*Try --columns preference=chance_to_win /,
    ],
    [
      "words of another language, which no --scale reads",
      (all: Row[]) =>
        mapped(
          all,
          rescale((p) => (p > 1.5 ? "Antwort B" : "Antwort A")),
        ),
      /Say what its values mean: --labels 'Antwort A=P,Antwort B=P'/,
    ],
    [
      "verdicts of no telling name, of which alone the column is asked",
      (all: Row[]) =>
        mapped(all, ({ preference, ...row }) => ({
          ...row,
          urteil: Number(preference) > 1.5 ? "ja" : "nein",
        })),
      /--columns preference=COLUMN, and what its values mean/,
    ],
    [
      "sides swapped in some rows",
      (all: Row[]) =>
        mapped(all, (row, i) =>
          i % 3 ? row : { ...row, generator_1: row.generator_2, generator_2: row.generator_1 },
        ),
      /--round-robin/,
    ],
  ] as const)("with %s are refused with the way out", async (_, change, message) => {
    const error = await score({ annotations: [json(change(rows()))], interval: "none" }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(InputError);
    const { message: said, hint } = error as InputError;
    expect(`${said} ${hint}`).toMatch(message);
  });
});

it("no text is proposed as a label, and a member of an object with few words is as a column", async () => {
  const rows = Array.from({ length: 12 }, (_, i) => ({
    id: i,
    result: `{"reason": "because of ${"reasons ".repeat(9)}${i % 3}"}`,
    parsed_result: { preference: i % 2 ? "A" : "B", reason: `because of ${i} reasons` },
  }));
  const { hint } = (await score({ judgements: rows }).catch(
    (error: unknown) => error as { hint: string },
  )) as { hint: string };
  expect(hint).toContain("--columns preference=parsed_result.preference");
  expect(hint).toContain("--labels A=P,B=P");
  expect(hint).not.toContain("reasons");
});
