import { readdirSync, readFileSync, statSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { countCodePoints } from "../../src/core/text-length.js";
import { generateExample } from "./generate-example.mjs";
import { padAnswer } from "./pad-answer.mjs";
import { shortenAnswer, splitIntoPieces } from "./shorten-answer.mjs";

type Row = Record<string, unknown> & { instruction_id: string; instruction: string; output: string };
const folder = new URL("../../data/example/", import.meta.url);
const readText = (name: string) => readFileSync(new URL(name, folder), "utf8");
const readRows = (name: string): Row[] =>
  readText(name)
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
const ids = (rows: readonly { instruction_id: string }[]) => rows.map((row) => row.instruction_id);

const instructions = readRows("instructions.jsonl");
const baseline = readRows("baseline.jsonl");
const model = readRows("model.jsonl");
const generatorOfFile = {
  "baseline.jsonl": "example-baseline",
  "model.jsonl": "example-model",
  "model-padded.jsonl": "example-model-padded",
  "series/step-1.jsonl": "example-model-step-1",
  "series/step-2.jsonl": "example-model-step-2",
  "series/step-3.jsonl": "example-model-step-3",
};

describe("data/example", () => {
  it("holds 60 different instructions under 60 different ids", () => {
    expect(new Set(ids(instructions)).size).toBe(60);
    expect(new Set(instructions.map((row) => row.instruction)).size).toBe(60);
  });

  it.each(Object.entries(generatorOfFile))("%s answers every instruction once, as %s", (name, generator) => {
    const rows = readRows(name);
    const question = ({ instruction_id, instruction, dataset }: Row) => ({
      instruction_id,
      instruction,
      dataset,
    });
    expect(rows.map(question)).toEqual(instructions.map(question));
    expect(new Set(rows.map((row) => row.generator))).toEqual(new Set([generator]));
  });

  it("has the special cases that data/README.md names", () => {
    const pairs = baseline.map((row, i) => [row.output, model[i]!.output] as const);
    expect(pairs.filter(([ours, theirs]) => ours === theirs)).toHaveLength(2);
    expect(pairs.filter(([, theirs]) => theirs === "")).toHaveLength(1);
    const lengths = pairs.map(([ours, theirs]) => countCodePoints(theirs) - countCodePoints(ours));
    expect(lengths.filter((difference) => difference > 0)).toHaveLength(33);
    expect(lengths.filter((difference) => difference < 0)).toHaveLength(25);
    expect(
      instructions.filter((row) => countCodePoints(row.instruction) < row.instruction.length).length,
    ).toBeGreaterThan(3);
  });

  it("has a verdict of each of three annotators on every pair", () => {
    const labels: Record<string, string>[] = parse(readText("human-labels.csv"), { columns: true });
    for (const annotator of ["made-up-ana", "made-up-ben", "made-up-chi"]) {
      const own = labels.filter((label) => label.annotator === annotator);
      expect(own.map((label) => label.instruction_id)).toEqual(ids(instructions));
    }
    expect(new Set(labels.map((label) => label.preference))).toEqual(new Set(["1", "1.5", "2"]));
  });

  it.each([
    ["personas-baseline.jsonl", "personas-model.jsonl"],
    ["two-turn-baseline.jsonl", "two-turn-model.jsonl"],
  ])("%s and %s answer the same questions", (ours, theirs) => {
    const rows = readRows(ours);
    expect(new Set(ids(rows)).size).toBe(rows.length);
    expect(ids(readRows(theirs))).toEqual(ids(rows));
  });

  it("carries the first answer of a conversation into its second turn", () => {
    for (const name of ["two-turn-baseline.jsonl", "two-turn-model.jsonl"]) {
      const rows = readRows(name);
      for (const [i, conversation] of readRows("two-turn.jsonl").entries()) {
        const [first, second] = [rows[2 * i]!, rows[2 * i + 1]!];
        const [ask, askAgain] = conversation.messages as { role: string; content: string }[];
        expect(first.messages).toEqual([ask]);
        expect(second.messages).toEqual([ask, { role: "assistant", content: first.output }, askAgain]);
      }
    }
  });

  it("gives every label prompt to all groups of its study", () => {
    const rows = readRows("labels-items.jsonl");
    expect(new Set(ids(rows)).size).toBe(rows.length);
    const prompts = new Set(rows.map((row) => `${row.study}/${row.prompt}`));
    expect(prompts.size).toBe(24);
    for (const prompt of prompts) {
      const groups = rows.filter((row) => `${row.study}/${row.prompt}` === prompt).map((row) => row.group);
      expect(groups).toHaveLength(prompt.startsWith("surprise-safety/") ? 4 : 3);
      expect(new Set(groups).size).toBe(groups.length);
    }
  });

  it("stays under 340 KiB", () => {
    const names = readdirSync(folder, { recursive: true }) as string[];
    const files = names.map((name) => statSync(new URL(name, folder))).filter((entry) => entry.isFile());
    expect(files.reduce((sum, file) => sum + file.size, 0)).toBeLessThan(340 * 1024);
  });
});

describe("generateExample", () => {
  it("gives the generated files as they are stored", () => {
    for (const [name, content] of Object.entries(generateExample(model))) {
      expect(content, `${name}: run node test/data/generate-example.mjs`).toBe(readText(name));
    }
  });

  it("keeps the answer whole inside its padding, in amounts that differ", () => {
    const shares = readRows("model-padded.jsonl").map((row, i) => {
      expect(row.output).toContain(model[i]!.output);
      return row.output.length / model[i]!.output.length - 1;
    });
    expect(shares.filter((share) => share === 0).length).toBeGreaterThan(5);
    expect(shares.filter((share) => share > 1).length).toBeGreaterThan(15);
    expect(padAnswer("", { seed: "any", language: "en" })).toBe("");
  });

  it("makes every step of the series a beginning of the next", () => {
    const [first, second, third] = [1, 2, 3].map((step) => readRows(`series/step-${step}.jsonl`));
    third!.forEach((row, i) => {
      expect(row.output.startsWith(second![i]!.output)).toBe(true);
      expect(second![i]!.output.startsWith(first![i]!.output)).toBe(true);
    });
  });
});

describe("shortenAnswer", () => {
  it("splits without losing a character", () => {
    for (const { output } of [...baseline, ...model]) expect(splitIntoPieces(output).join("")).toBe(output);
  });

  it("keeps code blocks whole and table heads with their first row", () => {
    const answer = "Look here. It works.\n\n```js\na. B\n\nb\n```\n\n| x |\n|---|\n| 1 |\n| 2 |\n";
    const pieces = [
      "Look here. ",
      "It works.\n\n",
      "```js\na. B\n\nb\n```\n\n",
      "| x |\n|---|\n| 1 |\n",
      "| 2 |\n",
    ];
    expect(splitIntoPieces(answer)).toEqual(pieces);
    expect(shortenAnswer(answer, { seed: "any", least: 0.5, most: 0.5 })).toBe(
      pieces.slice(0, 3).join("").trim(),
    );
  });
});
