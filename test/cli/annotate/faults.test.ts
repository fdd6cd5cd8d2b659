// An endpoint that fails in every way that is known of: the same preferences come out, all pairs are judged, and the
// requests stay within what the rate of failures calls for.
import { join } from "node:path";
import { expect, it } from "vitest";
import { runCommand, workFolder } from "../../command.js";
import { baselineModel, outputsOf, startReplayJudge } from "../../replay-judge.js";
import { describeWithShared, readSharedRows } from "../../shared-data.js";
import { readLines } from "./made-outputs.js";

const faults = "429:0.2,500:0.1,reset:0.05,truncate:0.05,empty:0.03,stall:0.02,html:0.02,hang:0.01";
const failureRate = 0.48;

describeWithShared("annotate at an endpoint that fails half of the time", () => {
  it.concurrent.each(["vicuna-7b-v1.5", "claude-2.1"])("%s", { timeout: 240_000 }, async (model) => {
    const judge = await startReplayJudge(model, ["--faults", faults]);
    const cwd = workFolder();
    const args = [
      ...["annotate", outputsOf(model), "--baseline", outputsOf(baselineModel), "--judge", "weighted"],
      ...["--base-url", judge.baseUrl, "--concurrency", "16", "--timeout-ms", "400", "-o", "out.jsonl"],
    ];
    const first = await runCommand(args, { cwd });
    // a question is repeated twice after a timeout; the same command asks what is left
    expect([0, 5], first.stderr).toContain(first.code);
    const { code, stderr } = await runCommand(args, { cwd });
    expect(code, stderr).toBe(0);
    expect(stderr).not.toContain("Warning");
    const rows = readSharedRows(`alpacaeval2/annotations/${model}.json.gz`);
    const recorded = new Map(rows.map((row) => [row.instruction, Number(row.preference)]));
    const judged = readLines(join(cwd, "out.jsonl")).filter(({ status }) => status === "judged");
    expect(judged).toHaveLength(805);
    for (const { instruction, preference } of judged)
      expect(Math.abs(Number(preference) - recorded.get(instruction)!)).toBeLessThan(1e-9);
    const stats = await judge.stats();
    // a slow machine turns some answers into timeouts, hence the half more
    expect(stats.requests).toBeLessThan((1.5 * stats.distinct) / (1 - failureRate));
    judge.stop();
  });
});
