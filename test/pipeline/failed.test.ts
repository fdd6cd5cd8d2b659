import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { listFailed } from "../../src/pipeline/failed.js";
import { temporaryFolder } from "../temporary-folder.js";

const judgement = (pair: string, order: string, more: object) => ({
  instruction: `about ${pair}`,
  instruction_id: pair,
  generator_2: "model",
  pair_id: pair,
  order,
  repeat: 0,
  judge: { name: "verdict", fingerprint: "f" },
  ...more,
});
const answer = (key: string, more: object) => ({
  instruction: `about ${key}`,
  generator: "model",
  output: null,
  generation: { key, id: key, ...more },
});

function journal(...lines: object[]): string {
  const path = join(temporaryFolder(), "j.jsonl");
  writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  return path;
}

describe("what failed", () => {
  it("is listed with its reason; a verdict of a later or earlier line counts before it", async () => {
    const refused = { status: "unjudged", reason: "refused", detail: "403 flagged" };
    const path = journal(
      judgement("a", "model-first", refused),
      judgement("a", "baseline-first", { status: "judged" }),
      judgement("b", "model-first", { status: "unjudged", reason: "http", detail: "502" }),
      judgement("b", "model-first", { status: "judged" }),
      judgement("c", "model-first", { status: "judged" }),
      judgement("c", "model-first", refused),
      judgement("d", "model-first", { status: "unjudged", reason: "http", detail: "500" }),
      judgement("d", "model-first", { status: "unjudged", reason: "timeout", detail: "late" }),
    );
    const { tasks, failed } = await listFailed({ file: path });
    expect(tasks).toBe(5);
    expect(
      failed.map(({ instructionId, order, reason, detail }) => [instructionId, order, reason, detail]),
    ).toEqual([
      ["a", "model-first", "refused", "403 flagged"],
      ["d", "model-first", "timeout", "late"],
    ]);
  });

  it("of outputs is listed too", async () => {
    const path = journal(
      answer("x", { status: "failed", reason: "refused", detail: "no" }),
      answer("y", { status: "generated" }),
    );
    expect((await listFailed({ file: path })).failed).toEqual([
      expect.objectContaining({
        instructionId: "x",
        generator: "model",
        order: null,
        reason: "refused",
        detail: "no",
      }),
    ]);
  });

  it("of another file is refused", async () => {
    await expect(listFailed({ file: journal({ a: 1 }) })).rejects.toMatchObject({ exitCode: 3 });
  });
});
