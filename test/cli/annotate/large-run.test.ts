// Twenty thousand pairs: memory does not grow with what has been judged.

import { expect, it } from "vitest";
import { runCommand, workFolder } from "../../command.js";
import { startReplayJudge } from "../../replay-judge.js";
import { describeWithShared } from "../../shared-data.js";
import { annotateArguments, writeOutputs } from "./made-outputs.js";

const pairs = 20_000;
const heapMegabytes = 200;

describeWithShared("annotate over a large set", () => {
  it(`${pairs} pairs in a heap of ${heapMegabytes} MB`, { timeout: 300_000 }, async () => {
    const judge = await startReplayJudge(null);
    const cwd = workFolder();
    writeOutputs(cwd, pairs, { flavour: "rather longer ".repeat(60) });
    const args = annotateArguments(judge.baseUrl, "--concurrency", "64", "--quiet");
    const env = { NODE_OPTIONS: `--max-old-space-size=${heapMegabytes}` };
    const { code, stderr } = await runCommand(args, { cwd, env });
    expect(code, stderr).toBe(0);
    expect((await judge.stats()).requests).toBe(pairs);
    judge.stop();
  });
});
