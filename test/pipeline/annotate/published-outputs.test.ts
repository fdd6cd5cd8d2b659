// Outputs as they are published, and the cases of outputs beside the project, run unchanged.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { resolveAnnotateRequest } from "../../../src/pipeline/annotate/annotate-request.js";
import { pendingOf, prepareRun } from "../../../src/pipeline/annotate/prepare-run.js";
import { describeWithShared, shared, sharedFiles } from "../../shared-data.js";

const prepare = async (model: string, baseline: string) => {
  const folder = mkdtempSync(join(tmpdir(), "lceval-test-"));
  try {
    return await prepareRun(
      resolveAnnotateRequest({
        modelOutputs: [model],
        baseline,
        judge: "verdict",
        output: join(folder, "judged.jsonl"),
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
};

describeWithShared("published outputs", () => {
  const outputs = shared("alpacaeval2/outputs") ? [...sharedFiles("alpacaeval2/outputs")] : [];

  it.each(outputs)(
    "%s are pairs against any other, without a word on how they were read",
    async (_, path) => {
      const other = outputs.find(([, one]) => one !== path)![1];
      const run = await prepare(path, other);
      expect(run.models.map(({ pairs }) => pairs.length)).toEqual([805]);
      expect(
        run.warnings.filter((warning) => /^(?:layout|unmatched|duplicates|no-output)/.test(warning)),
      ).toEqual([]);
      run.close();
    },
  );

  it("show an Alpaca-format item's input to the judge", async () => {
    const folder = shared("cases/files/alpaca-input")!;
    const run = await prepare(join(folder, "model.json"), join(folder, "baseline.json"));
    const asked = [...pendingOf(run, "asked")];
    expect(asked.length).toBeGreaterThan(0);
    for (const { task } of asked) {
      const { judge, pair, order, repeat } = task;
      const prompt = judge
        .request(pair, order, repeat)
        .messages.map(({ content }) => content)
        .join("\n");
      expect(prompt).toContain(String(pair.instruction.fields.input));
      expect(pair.instruction.fields.input).not.toBe("");
    }
    run.close();
  });
});
