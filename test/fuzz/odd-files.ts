// What the fuzz test feeds: valid files of every format with bytes changed at random, and rows of random values.
import { readFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { encodeRows, type Row } from "../../src/io/rows/encode-rows.js";
import { shared } from "../shared-data.js";

export interface OddFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const formats = ["json", "jsonl", "csv", "tsv"] as const;

const constructedRows: Row[] = Array.from({ length: 6 }, (_, i) => ({
  instruction: `Say "hi", 😀\u2028 to ${i}`,
  output_1: "Hello,\n\tworld",
  output_2: i % 2 ? "" : "Hi \ud800",
  generator_1: "base",
  generator_2: "model",
  annotator: "judge",
  preference: [1, 2, 1.5, 0, null, 1.2345][i],
  preference_raw_completion: { text: "m", logprobs: { content: [{ token: "m", logprob: -1e-7 }] } },
  order: i % 2 ? "baseline-first" : null,
  status: i === 4 ? "unjudged" : "judged",
  reason: i === 4 ? "timeout" : null,
}));

/** The first rows of a published file, where there is one: the fuzz test then also starts from real bytes. */
function publishedRows(): Row[] {
  const path = shared("alpacaeval1/annotations/ghost-7b-alpha.json.gz");
  return path === null ? constructedRows : JSON.parse(gunzipSync(readFileSync(path)).toString()).slice(0, 3);
}

async function encode(
  rows: readonly Row[],
  format: (typeof formats)[number],
  isPacked: boolean,
): Promise<OddFile> {
  let text = "";
  for await (const piece of encodeRows([rows], format, [...new Set(rows.flatMap(Object.keys))]))
    text += piece;
  return isPacked
    ? { name: `${format}.gz`, bytes: gzipSync(text, { level: 1 }) }
    : { name: format, bytes: Buffer.from(text) };
}

const tokens = [
  "null",
  '"',
  "\\",
  "1e999",
  "{",
  "}",
  "[",
  "]",
  ",",
  "\t",
  "\n",
  "\r\n",
  "NaN",
  "\ufeff",
  "\0",
  ":",
  "-0",
];
const oddBytes = fc.oneof(
  fc.constantFrom(...tokens).map((token) => Buffer.from(token)),
  fc.constantFrom("[", "{", '{"a":', '"', ",").map((token) => Buffer.from(token.repeat(20_000))),
  fc.uint8Array({ maxLength: 8 }),
);

/** Where (as a share of the length) and how a file is changed: one byte is replaced, or a part cut out or put in. */
const at = fc.double({ min: 0, max: 1, noNaN: true });
const change = fc.oneof(
  fc.record({
    at,
    removed: fc.constant(1),
    inserted: fc.constantFrom(...tokens, "a", "7", " ", "😀").map((text) => Buffer.from(text)),
  }),
  fc.record({ at, removed: fc.integer({ min: 1, max: 5000 }), inserted: fc.constant(new Uint8Array()) }),
  fc.record({ at, removed: fc.constant(0), inserted: oddBytes }),
);

/** Valid files, changed in one to four places. */
export async function changedFiles(): Promise<fc.Arbitrary<OddFile>> {
  const seeds: OddFile[] = [];
  for (const rows of [constructedRows, publishedRows()]) {
    for (const format of formats)
      for (const isPacked of [false, true]) seeds.push(await encode(rows, format, isPacked));
  }
  const changes = fc.oneof(
    fc.array(change, { minLength: 1, maxLength: 1 }),
    fc.array(change, { maxLength: 4 }),
  );
  return fc.tuple(fc.constantFrom(...seeds), changes).map(([{ name, bytes }, all]) => ({
    name,
    bytes: all.reduce((before, { at, removed, inserted }) => {
      const start = Math.floor(at * before.length);
      return Buffer.concat([before.subarray(0, start), inserted, before.subarray(start + removed)]);
    }, Buffer.from(bytes)),
  }));
}

const value = fc.oneof(
  fc.constantFrom(null, "", 0, 1, 1.5, 2, 3, -1, "1.5", "A", "tie", "baseline-first", "unjudged", true),
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: "binary" }),
);
const keys = [
  "instruction",
  "instruction_id",
  "output_1",
  "output_2",
  "generator_1",
  "generator_2",
  "generator",
];
const further = [
  "annotator",
  "preference",
  "length_model",
  "length_baseline",
  "order",
  "repeat",
  "judge",
  "status",
  "reason",
];
const usual = { output_1: "a", output_2: "bb", generator_1: "base", generator_2: "model", preference: 1.5 };
const oddFields = fc.dictionary(fc.constantFrom(...keys, ...further, "pair_id"), value, { maxKeys: 3 });
const soundFields = fc.record({
  output_1: fc.string(),
  output_2: fc.string({ unit: "binary" }),
  preference: fc.oneof(fc.double({ min: -1, max: 3, noNaN: true }), fc.constantFrom(0, 1, 1.5, 2, null)),
});
const rows = fc
  .oneof(
    fc.array(oddFields, { maxLength: 4 }),
    // sound rows reach what lies behind the checks
    fc.array(soundFields, { maxLength: 30 }),
  )
  .map((some) => some.map((fields, i) => ({ instruction: `question ${i}`, ...usual, ...fields })));

/** Files whose form is sound and whose rows are odd; still to be encoded. */
export const oddRows = fc.tuple(rows, fc.constantFrom(...formats), fc.boolean());
export const encodeOddRows = ([some, format, isPacked]: [Row[], (typeof formats)[number], boolean]) =>
  encode(some, format, isPacked);
