// Real outputs against the real baseline, judged by what the real judge once said: the whole way must come out at the
// recorded preferences (recipe.md, Judging) and the published rates, whichever answer was shown first.
import { join } from "node:path";
import { expect, it } from "vitest";
import { score } from "../../../src/pipeline/score/score.js";
import { runCommand, workFolder } from "../../command.js";
import { annotationsOf, baselineModel, outputsOf, startReplayJudge } from "../../replay-judge.js";
import { describeWithShared, readPublished, readSharedRows } from "../../shared-data.js";
import { readLines } from "./made-outputs.js";

const limit = { timeout: 240_000 };
const models = [
  { model: "vicuna-7b-v1.5", order: "random", judgements: 805 },
  { model: "claude-2.1", order: "baseline-first", judgements: 805 },
  { model: "alpaca-7b", order: "model-first", judgements: 805 },
  { model: "FuseChat-Gemma-2-9B-Instruct", order: "both", judgements: 1610 },
];

describeWithShared("annotate with the recorded judge", () => {
  it.each(models)(
    "$model, order $order: the recorded preferences, the published rates",
    limit,
    async (run) => {
      const { model, order, judgements } = run;
      const judge = await startReplayJudge(model);
      const cwd = workFolder();
      const annotated = await runCommand(
        [
          ...["annotate", outputsOf(model), "--baseline", outputsOf(baselineModel), "--judge", "weighted"],
          ...["--base-url", judge.baseUrl, "--order", order, "--concurrency", "8", "-o", "out.jsonl"],
        ],
        { cwd },
      );
      expect(annotated.code, annotated.stderr).toBe(0);
      const lines = readLines(join(cwd, "out.jsonl"));
      expect(lines).toHaveLength(judgements);
      const recorded = new Map(
        readSharedRows(`alpacaeval2/annotations/${model}.json.gz`).map((row) => [
          row.instruction,
          Number(row.preference),
        ]),
      );
      for (const { instruction, preference } of lines) {
        expect(Math.abs(Number(preference) - recorded.get(instruction)!)).toBeLessThan(1e-9);
      }
      const [ours] = await score({ annotations: [join(cwd, "out.jsonl")] });
      const [theirs] = await score({ annotations: [annotationsOf(model)] });
      const published = readPublished("alpacaeval2/published.csv").get(model)!;
      expect(100 * ours!.winRate.rate).toBeCloseTo(Number(published.win_rate), 9);
      expect(ours!.winRate.judged).toBe(805);
      expect(ours!.lengthControlled!.rate).toBeCloseTo(theirs!.lengthControlled!.rate, 9);
      judge.stop();
    },
  );
});
