// Every odd input a user has brought or could bring → a score, or an error that names file, row, field, value and what
// would be valid. Never NaN, never a stack.
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { describe, expect, it, vi } from "vitest";
import { LcevalError } from "../../src/core/errors.js";
import { score } from "../../src/pipeline/score/score.js";
import { temporaryFolder } from "../temporary-folder.js";

type Row = Record<string, unknown>;

const row = (i: number, over: Row = {}): Row => ({
  instruction: `question ${i}`,
  output_1: `baseline answer ${"x".repeat(i % 5)}`,
  output_2: `answer ${"y".repeat((i * 7) % 11)}`,
  generator_1: "base",
  generator_2: "model",
  annotator: "judge",
  preference: 1 + ((i * 37) % 100) / 100,
  ...over,
});
const rows = (n: number, over: (i: number) => Row = () => ({})) =>
  Array.from({ length: n }, (_, i) => row(i, over(i)));

const folder = temporaryFolder();
let files = 0;
function write(content: string | Uint8Array | readonly Row[], extension = "json"): string {
  const path = join(folder, `${files++}.${extension}`);
  const isRows = Array.isArray(content);
  writeFileSync(path, isRows ? JSON.stringify(content) : (content as string | Uint8Array));
  return path;
}

/** What the library gives for these files, on one line: the rates in percent, or exit code, message and hint. */
async function outcome(...paths: string[]): Promise<string> {
  try {
    const models = await score({ annotations: paths, difficulty: "none" });
    JSON.stringify(models, (_, value) => {
      if (typeof value === "number") expect(value).toSatisfy(Number.isFinite);
      return ArrayBuffer.isView(value) ? [...(value as Float64Array)] : value;
    });
    return models
      .map(({ generator, winRate, lengthControlled }) => {
        const controlled = lengthControlled === null ? "null" : "a number";
        return `${generator}: raw ${percent(winRate.rate)}, controlled ${controlled}`;
      })
      .join("; ");
  } catch (error) {
    if (!(error instanceof LcevalError)) throw error;
    const message = `${error.exitCode}: ${error.message}${error.hint ? ` (${error.hint})` : ""}`;
    return message
      .replaceAll(`${folder}/`, "")
      .replaceAll(folder, "FOLDER")
      .replace(/\b\d+\.(json|csv|tsv|txt)/g, "FILE.$1")
      .replace(/(is not valid JSON) \(.*\)/g, "$1 (in the words of this version of Node)");
  }
}

const percent = (rate: number) => (100 * rate).toFixed(2);

/** Gzip allows members in a row: a bomb that is cheap to make. */
function bomb(member: string, times: number, before = "", after = ""): Uint8Array {
  const middle = gzipSync(member);
  return Buffer.concat([gzipSync(before), ...Array<Buffer>(times).fill(middle), gzipSync(after)]);
}

const csvHeader = "instruction,output_1,output_2,generator_1,generator_2,annotator,preference\n";

/** The effective user is changed, since root may read everything. */
async function withoutRootRights<T>(act: () => Promise<T>): Promise<T> {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid!(65534);
  try {
    return await act();
  } finally {
    if (isRoot) process.seteuid!(0);
  }
}

const cases: Readonly<Record<string, () => string | Promise<string>>> = {
  "one row": () => outcome(write(rows(1))),
  "two rows": () => outcome(write(rows(2))),
  "all lengths equal": () =>
    outcome(write(rows(30, () => ({ output_1: "same size", output_2: "size same" })))),
  "all ties": () => outcome(write(rows(30, () => ({ preference: 1.5 })))),
  "all old ties": () => outcome(write(rows(30, () => ({ preference: 0 })))),
  "all wins": () => outcome(write(rows(30, () => ({ preference: 2 })))),
  "all null": () => outcome(write(rows(30, () => ({ preference: null })))),
  "one null output": () => outcome(write(rows(30, (i) => (i === 4 ? { output_2: null } : {})))),
  "outputs that nobody judged": () =>
    outcome(
      write(Array.from({ length: 3 }, (_, i) => ({ instruction: `q${i}`, output: "x", generator: "m" }))),
    ),
  "all outputs empty": () => outcome(write(rows(30, () => ({ output_1: "", output_2: "" })))),
  "preference 3": () => outcome(write(rows(4, (i) => ({ preference: [3, 1, 2, 2][i] })))),
  "preference abc": () => outcome(write(rows(30, (i) => (i === 2 ? { preference: "abc" } : {})))),
  "no preference in one row": () =>
    outcome(write(rows(30, (i) => (i === 2 ? { preference: undefined } : {})))),
  "25 bad rows": () => outcome(write(rows(30, (i) => (i > 4 ? { instruction: 7 } : {})))),
  duplicates: () => outcome(write([...rows(3), row(1)])),
  "the same file twice": () => {
    const path = write(rows(22));
    const again = write(rows(22));
    return outcome(path, again);
  },
  "two baselines": () => outcome(write(rows(30, (i) => ({ generator_1: i < 3 ? "other" : "base" })))),
  "two judges": () => outcome(write(rows(30, (i) => ({ annotator: i < 3 ? "other" : "judge" })))),
  "a generator without a side": () =>
    outcome(write(rows(3, () => ({ generator: "x", generator_1: undefined, generator_2: undefined })))),
  "no preference column": () =>
    outcome(
      write(
        rows(30, (i) => ({ preference: undefined, verdict: ["A", "B", "tie"][i % 3] })).map(
          ({ instruction, ...rest }) => ({ ...rest, prompt: instruction }),
        ),
      ),
    ),
  "labels where numbers belong": () =>
    outcome(write(rows(30, (i) => ({ preference: i % 2 ? "model" : "base" })))),
  "probabilities without a scale": () => outcome(write(rows(30, (i) => ({ preference: i / 30 })))),
  "an empty file": () => outcome(write("")),
  "only white space": () => outcome(write("\n \n\t\n", "jsonl")),
  "an empty array": () => outcome(write("[]")),
  "a header alone": () => outcome(write(csvHeader, "csv")),
  "rows that are no objects": () => outcome(write('[1, "two", [3], null]')),
  "one object over several lines": () => outcome(write(JSON.stringify(row(1), null, 2))),
  "text that is not JSON": () => outcome(write("Hello\n", "json")),
  "a text without columns": () => outcome(write("Hello\n", "txt")),
  "JSON cut by a byte": () => outcome(write(JSON.stringify(rows(30)).slice(0, -1))),
  "JSON cut inside a row": () => outcome(write(JSON.stringify(rows(30)).slice(0, 2000))),
  "JSON with a comma too many": () => outcome(write(`[${JSON.stringify(row(1))},]`)),
  "JSON with something behind": () => outcome(write(`${JSON.stringify(rows(2))}]`)),
  "JSON with NaN": () =>
    outcome(write(JSON.stringify(rows(2)).replace(/"preference":1\b/, '"preference":NaN'))),
  "JSONL with a broken and a torn line": () =>
    outcome(write(`${JSON.stringify(row(1))}\n{"instr\n${JSON.stringify(row(2)).slice(0, 30)}`, "jsonl")),
  "a truncated gzip": () => outcome(write(gzipSync(JSON.stringify(rows(30))).subarray(0, 200))),
  "a damaged gzip": () => {
    const bytes = gzipSync(JSON.stringify(rows(30)));
    return outcome(write(bytes.fill(0x55, 60, 90)));
  },
  "a gzip bomb of one row": () => outcome(write(bomb("a".repeat(6e6), 100, '[{"instruction":"', '"}]'))),
  "a gzip bomb of NUL bytes": () => outcome(write(bomb("\0".repeat(6e6), 100))),
  "a gzip bomb of bad rows": () => outcome(write(bomb("{}\n".repeat(2e6), 100), "jsonl")),
  "a gzip bomb of duplicates": () =>
    outcome(write(bomb(`${JSON.stringify(row(1))}\n`.repeat(30_000), 100), "jsonl")),
  "a gzip bomb of commas": () => outcome(write(bomb(",".repeat(6e6), 100), "csv")),
  "a CSV with a row of two million cells": () =>
    outcome(write(`${csvHeader}q1,a,bb,base,model,judge,2\nq2,"a\nb"${",".repeat(2e6)}\n`, "csv")),
  "a 50 MB line": () =>
    outcome(write(`${JSON.stringify(row(1, { output_2: "z".repeat(50e6) }))}\n`, "jsonl")),
  "BOM and CRLF in JSONL": () =>
    outcome(
      write(
        `\ufeff${rows(9)
          .map((r) => `${JSON.stringify(r)}\r\n`)
          .join("")}`,
        "jsonl",
      ),
    ),
  "BOM and CRLF in CSV": () =>
    outcome(
      write(
        `\ufeff${csvHeader}q1,a,bb,base,model,judge,2\nq2,a,bb,base,model,judge,1.5\n`.replaceAll(
          "\n",
          "\r\n",
        ),
        "csv",
      ),
    ),
  "a CSV with an open quote": () =>
    outcome(
      write(
        `${csvHeader}q1,a,b,base,model,judge,2\nq2,"a,b,base,model,judge,2\nq3,a,b,base,model,judge,2\n`,
        "csv",
      ),
    ),
  "a CSV with a stray quote": () => outcome(write(`${csvHeader}q1,5" wide,b,base,model,judge,2\n`, "csv")),
  "a ragged CSV": () =>
    outcome(write(`${csvHeader}q1,a,b,base,model,judge,2\n"q\n2",a,b\nq3,a,b,base,model,judge,2,9\n`, "csv")),
  "a CSV with a repeated column": () => outcome(write("a,b,a\n1,2,3\n", "csv")),
  "a CSV that is not UTF-8": () =>
    outcome(write(Buffer.from(`${csvHeader}caf\xe9,a,b,base,model,judge,2\n`, "latin1"), "csv")),
  "JSONL that is not UTF-8": () =>
    outcome(write(Buffer.from(`${JSON.stringify(row(1))}\n{"instruction":"caf\xe9"}\n`, "latin1"), "jsonl")),
  "UTF-16": () => outcome(write(Buffer.from("\ufeff[]", "utf16le"))),
  "a spreadsheet": () => outcome(write("PK\u0003\u0004…", "csv")),
  "lone surrogates, emoji and U+2028": () =>
    outcome(
      write(
        `${JSON.stringify(row(1, { instruction: "\ud800 😀 \u2028", output_2: "\udc00😀" }))}\n`,
        "jsonl",
      ),
    ),
  "terminal escapes in names": () =>
    outcome(
      write(
        rows(3, (i) => ({ generator_2: "\u001b[31mred", generator_1: i ? "\u001b]0;title\u0007" : "base" })),
      ),
    ),
  "ten thousand brackets": () =>
    outcome(write(`{"instruction":${"[".repeat(1e4)}${"]".repeat(1e4)}}\n`, "jsonl")),
  "a directory": () => outcome(folder),
  "a missing file": () => outcome(join(folder, "missing.json")),
  "a pattern without matches": () => outcome(join(folder, "*.parquet")),
  "two missing files": () => outcome(join(folder, "a.json"), join(folder, "b.json")),
  "a link to itself": () => {
    symlinkSync("loop.json", join(folder, "loop.json"));
    return outcome(join(folder, "loop.json"));
  },
  "a file without read permission": () => {
    const path = write(rows(3));
    chmodSync(folder, 0o755);
    chmodSync(path, 0);
    return withoutRootRights(() => outcome(path));
  },
  "a FIFO": () => {
    const path = join(folder, "fifo.json");
    execFileSync("mkfifo", [path]);
    spawn("sh", ["-c", 'cat "$0" > "$1"', write(rows(30)), path]);
    return outcome(path);
  },
  "standard input, gzipped, in single bytes": async () => {
    const bytes = gzipSync(JSON.stringify(rows(3)));
    vi.spyOn(process, "stdin", "get").mockReturnValue(
      Readable.from([...bytes].map((byte) => Buffer.of(byte))) as typeof process.stdin,
    );
    return outcome("-");
  },
  "a name with the signs of a pattern": () => {
    mkdirSync(join(folder, "[odd]{name}"));
    const path = join(folder, "[odd]{name}", "*.json");
    writeFileSync(path, JSON.stringify(rows(3)));
    return outcome(path);
  },
};

describe("odd input", () => {
  for (const [name, run] of Object.entries(cases)) {
    it(name, async () => {
      expect(await run()).toMatchSnapshot();
    });
  }
});
