// The texts of a page's pairs: kept while the judgements are read for the fits, or read again where they are many.
import { expect, it } from "vitest";
import { readAnnotationFiles } from "../../../src/pipeline/annotation-files/read-annotation-files.js";
import { readTextsAgain, TextsMet } from "../../../src/pipeline/report-page/read-pair-texts.js";
import { writeAnnotations } from "../../annotation-files.js";

const rowsOf = (answer: string) =>
  Array.from({ length: 4 }, (_, i) => ({
    instruction: `question ${i}`,
    instruction_id: String(i),
    dataset: `set ${i % 2}`,
    output_1: `baseline's ${i}`,
    output_2: `${answer}${i}`,
    generator_2: "m",
    preference: 1.5,
    raw_completion: `words on ${i}`,
  }));

const read = async (paths: readonly string[], most?: number) => {
  const met = new TextsMet(null, most);
  for await (const rows of readAnnotationFiles(paths)) rows.forEach(met.see);
  return met;
};

const wantedOf = (answer: string) => [
  { generator: "m", instructionId: "2", baselineLength: 12, modelLength: answer.length + 1 },
  { generator: "m", instructionId: "3", baselineLength: 12, modelLength: 999_999 },
];

it("keeps a few texts while they are read, with every instruction's category", async () => {
  const met = await read([writeAnnotations(rowsOf("short"))]);
  const texts = met.textsOf(wantedOf("short"));
  expect([...met.categories]).toEqual([0, 1, 2, 3].map((i) => [String(i), `set ${i % 2}`]));
  expect([...texts!.values()]).toEqual([
    {
      instruction: { text: "question 2", omitted: 0 },
      baselineAnswer: { text: "baseline's 2", omitted: 0 },
      modelAnswer: { text: "short2", omitted: 0 },
      words: [{ text: "words on 2", omitted: 0 }],
    },
  ]);
});

it("lets go of many, and finds the same when they are read again", async () => {
  const long = "ä".repeat(2000);
  const path = writeAnnotations(rowsOf(long));
  const wanted = wantedOf(long);
  expect((await read([path], 8000)).textsOf(wanted)).toBeNull();
  const [found, ...others] = (await readTextsAgain([path], wanted, {})).values();
  expect(others).toEqual([]);
  expect(found?.modelAnswer).toEqual({ text: "ä".repeat(1500), omitted: long.length + 1 - 1500 });
});
