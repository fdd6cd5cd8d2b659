import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { InputError, UsageError } from "../../src/core/errors.js";
import { parseColumns, parseLabels } from "../../src/io/wire/column-map.js";
import { convertAnnotations } from "../../src/pipeline/convert.js";
import { readObservations } from "../../src/pipeline/observations/read-observations.js";
import { describeWithShared, shared } from "../shared-data.js";
import { temporaryFolder } from "../temporary-folder.js";

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
function write(name: string, rows: readonly object[]): string {
  writeFileSync(at(name), JSON.stringify(rows));
  return at(name);
}
const readBack = (name: string) => JSON.parse(readFileSync(at(name), "utf8"));

const rows = [
  {
    instruction: 'odd "text", with\r\nlines\ttabs; \u2028 and 😀 ',
    output_1: "",
    output_2: "'=1+1",
    generator_1: "base",
    generator_2: "model",
    annotator: "judge",
    preference: 1.25,
    raw_completion: { text: "M", logprobs: { content: [{ token: "m", logprob: -0.5 }] } },
    price_per_example: 0.00125,
  },
  {
    instruction: "plain",
    output_1: "a",
    output_2: "b",
    generator_1: "base",
    generator_2: "model",
    annotator: "judge",
    preference: null,
    raw_completion: null,
    price_per_example: null,
    dataset: "further",
  },
];

describe("convertAnnotations", () => {
  it("keeps every row and column through every format and back", async () => {
    const input = write("all.json", rows);
    for (const extension of ["jsonl", "csv", "tsv", "csv.gz", "json.gz"]) {
      expect(await convertAnnotations({ input, output: at(`there.${extension}`) })).toEqual({
        rows: 2,
        warnings: [],
      });
      await convertAnnotations({ input: at(`there.${extension}`), output: at("back.json") });
      const expected = /csv|tsv/.test(extension) ? rows.map((row) => ({ dataset: "", ...row })) : rows;
      expect(readBack("back.json"), extension).toEqual(expected);
    }
    expect(gunzipSync(readFileSync(at("there.json.gz"))).toString()).toBe(
      readFileSync(at("back.json"), "utf8"),
    );
  });

  it("writes somebody's words as alpaca_eval's 1…2", async () => {
    const foreign = ["A", "B", "tie", null].map((verdict, id) => ({ verdict, id, note: "kept" }));
    const columns = parseColumns("preference=verdict,instruction_id=id");
    const labels = parseLabels("model=A,baseline=B,tie=tie");
    await convertAnnotations({
      input: write("words.json", foreign),
      output: at("words.out.json"),
      columns,
      labels,
    });
    expect(readBack("words.out.json")).toEqual(
      [2, 1, 1.5, null].map((preference, id) => ({ instruction_id: id, preference, note: "kept" })),
    );
  });

  it("keeps lone surrogates in JSON, and warns where a table cannot", async () => {
    const input = write("lone.json", [{ ...rows[1], instruction: "\ud800" }]);
    expect((await convertAnnotations({ input, output: at("lone.jsonl") })).warnings).toEqual([]);
    expect(JSON.parse(readFileSync(at("lone.jsonl"), "utf8")).instruction).toBe("\ud800");
    expect((await convertAnnotations({ input, output: at("lone.csv") })).warnings).toHaveLength(1);
    expect(await readObservations([at("lone.csv")])).toEqual(await readObservations([input]));
  });

  it("writes nothing when a row is wrong, and leaves what was there", async () => {
    const input = write("bad.json", [...rows, { ...rows[0], preference: "abc" }]);
    for (const name of ["bad.out.json", "bad.out.csv"]) {
      await expect(convertAnnotations({ input, output: at(name) })).rejects.toThrow(InputError);
      expect(existsSync(at(name))).toBe(false);
    }
    const nested = `{"preference":1,"instruction":"q","deep":${"[".repeat(1e5)}${"]".repeat(1e5)}}\n`;
    writeFileSync(at("deep.jsonl"), nested);
    await expect(convertAnnotations({ input: at("deep.jsonl"), output: at("deep.json") })).rejects.toThrow(
      InputError,
    );
  });

  it("asks for the format where the name does not say it", async () => {
    const input = write("named.json", rows);
    await expect(convertAnnotations({ input, output: at("named.out") })).rejects.toThrow(UsageError);
    await convertAnnotations({ input, output: at("named.out"), format: "jsonl" });
    expect(readFileSync(at("named.out"), "utf8").split("\n")).toHaveLength(3);
  });
});

describeWithShared("convertAnnotations, on published files", () => {
  it.each(["alpacaeval2/annotations/phi-2.json.gz", "alpacaeval1/annotations/ghost-7b-alpha.json.gz"])(
    "gives the same observations after a round: %s",
    async (name) => {
      const input = shared(name)!;
      const expected = await readObservations([input]);
      for (const extension of ["csv", "tsv", "jsonl"]) {
        await convertAnnotations({ input, output: at(`real.${extension}`) });
        await convertAnnotations({ input: at(`real.${extension}`), output: at("real.json") });
        expect(await readObservations([at(`real.${extension}`)])).toEqual(expected);
        expect(await readObservations([at("real.json")])).toEqual(expected);
      }
    },
  );
});
