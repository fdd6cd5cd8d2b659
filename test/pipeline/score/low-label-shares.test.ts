// Judgements whose labels held little of the probability: the run that reads them and `score` say so.
import { afterAll, beforeAll, expect, it } from "vitest";
import { score } from "../../../src/pipeline/score/score.js";
import { runLceval } from "../../cli/lceval.js";
import { type JudgeServer, startJudgeServer } from "../../judge-server.js";
import { answersWorth } from "../../scripted-judge.js";
import { rowsFolder } from "../../temporary-folder.js";

const folder = rowsFolder();
let server: JudgeServer;
beforeAll(async () => {
  server = await startJudgeServer(({ number }) => ({
    text: "m",
    topLogprobs: [
      { token: "The", logprob: Math.log(number === 0 ? 0.6 : 0.1) },
      { token: " m", logprob: Math.log(0.3) },
      { token: " M", logprob: Math.log(number === 0 ? 0.1 : 0.5) },
    ],
  }));
});
afterAll(() => server.close());

it("counts them, and the labels that were read with their blanks", async () => {
  const output = folder.path("judged.jsonl");
  const args = ["annotate", folder.write("model.jsonl", answersWorth("new", [7, 6, 5]))];
  args.push("--baseline", folder.write("base.jsonl", answersWorth("base", [1, 2, 3])), "-o", output);
  args.push("--judge", "weighted", "--base-url", server.baseUrl, "--store", "none", "--min-label-share", "0");
  const { code, stderr } = await runLceval(args);
  expect(code).toBe(0);
  expect(stderr).toMatch(/label-share: in 1 reply the labels held less than half/);
  expect(stderr).toMatch(/trimmed-labels: in 3 replies the labels were read with the blanks/);
  const [scored] = await score({ annotations: [output] });
  expect(scored!.warnings.join("\n")).toMatch(
    /label-share: in 1 of 3 judgements the labels held less than half/,
  );
});

it("says nothing of files that state no share", async () => {
  const rows = [1, 2].map((preference, i) => ({
    instruction: `i${i}`,
    output_1: "a",
    output_2: "b",
    generator_2: "m",
    preference,
  }));
  const [scored] = await score({ annotations: [folder.write("foreign.jsonl", rows)] });
  expect(scored!.warnings.join("\n")).not.toContain("label-share");
});
