// Difficulty is looked up by the instruction's text wherever it is there; what is written in another way is refused.
import { expect, it } from "vitest";
import { calibrate, writeCalibration } from "../../../src/pipeline/calibrate.js";
import { score } from "../../../src/pipeline/score/score.js";
import { describeWithShared, readSharedRows } from "../../shared-data.js";
import { type RowsFolder, rowsFolder } from "../../temporary-folder.js";

type Row = Record<string, unknown>;
const texts = (rows: readonly Row[], rewrite: (text: string, i: number) => string): Row[] =>
  rows.map((row, i) => ({ ...row, instruction: rewrite(String(row.instruction), i) }));
const strange = (text: string, i: number) => `${i} ${[...text].reverse().join("")}`;

describeWithShared("a published file whose instructions are written in another way", () => {
  const rows = readSharedRows("alpacaeval2/annotations/claude-2.1.json.gz");
  const folder: RowsFolder = rowsFolder();
  const scoreRows = async (changed: readonly Row[]) => {
    const [scored] = await score({ annotations: [folder.write("m.jsonl", changed)], interval: "none" });
    return scored!;
  };

  it("has the same rate under ids of its own, and in another order of rows", async () => {
    const plain = await scoreRows(rows);
    const named = await scoreRows(rows.map((row, i) => ({ ...row, instruction_id: `ae-${i}` })).reverse());
    expect(100 * plain.lengthControlled!.rate).toBeCloseTo(25.24771961777897, 9);
    expect(named.lengthControlled!.rate).toBeCloseTo(plain.lengthControlled!.rate, 9);
    expect(named.difficultySource).toBe("alpaca_eval_2");
  });

  it.each([
    [
      "a line feed at the end",
      (text: string) => `${text}\n`,
      /0 of 805 .* of the first 200 unknown ones, 200 differ/,
    ],
    ["CRLF", (text: string) => text.replaceAll("\n", "\r\n"), /566 of 805 .* 200 differ/],
    ["doubled blanks", (text: string) => text.replaceAll(" ", "  "), /differ/],
    [
      "another Unicode form",
      (text: string) => text.normalize("NFD"),
      /797 of 805 .* of 8 unknown ones, 8 differ/,
    ],
    [
      "a template",
      (text: string) => `### Instruction:\n${text}\n\n### Response:`,
      /200 hold a known one inside a template/,
    ],
    [
      "half of them other questions",
      (text: string, i: number) => (i < 400 ? text : strange(text, i)),
      /400 of 805 .* 405 are not$/,
    ],
  ])("is refused with %s", async (_, rewrite, message) => {
    await expect(scoreRows(texts(rows, rewrite))).rejects.toThrow(message);
  });

  it("is another data set where no question or under a tenth of them is known", async () => {
    for (const known of [0, 40]) {
      const other = await scoreRows(texts(rows, (text, i) => (i < known ? text : strange(text, i))));
      expect(other.difficultySource).toMatch(/^none: /);
      expect(other.warnings.filter((warning) => warning.startsWith("no-difficulty: "))).toHaveLength(1);
    }
  });
});

it("holds a calibration's instructions by their texts, whatever the ids of its files", async () => {
  const folder = rowsFolder();
  const judge = (model: string, seed: number, id?: (i: number) => string) =>
    folder.write(
      `${model}.jsonl`,
      Array.from({ length: 40 }, (_, i) => ({
        ...(id && { instruction_id: id(i) }),
        instruction: `Question\u00a0${i}?`,
        output_1: "b".repeat(20 + (i % 7)),
        output_2: "m".repeat(20 + ((i * seed) % 11)),
        generator_1: "base",
        generator_2: model,
        annotator: "judge",
        preference: 1 + (((i * seed) % 10) + 0.5) / 10,
      })),
    );
  const files = [judge("a", 3, (i) => `x${i}`), judge("b", 7, (i) => `y${i}`), judge("c", 9)];
  const { file } = await calibrate({ annotations: files });
  expect(file.instructions).toHaveLength(40);
  expect(file.instructions.every(({ id, normalized_id }) => id !== normalized_id && normalized_id)).toBe(
    true,
  );
  const path = folder.path("calibration.json");
  await writeCalibration(path, file);
  const [scored] = await score({ annotations: [judge("d", 5, (i) => `z${i}`)], difficulty: path });
  expect(scored!.difficultySource).toBe(file.name);
});
