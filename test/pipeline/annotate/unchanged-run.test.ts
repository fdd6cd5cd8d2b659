// The same call once more is answered from the manifest alone, and only where nothing is another.
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { manifestPath } from "../../../src/io/durable/annotation-journal.js";
import { annotate } from "../../../src/pipeline/annotate/annotate.js";
import { resolveAnnotateRequest } from "../../../src/pipeline/annotate/annotate-request.js";
import { findJudge } from "../../../src/pipeline/annotate/prepare-run.js";
import { findUnchangedRun } from "../../../src/pipeline/annotate/unchanged-run.js";
import { temporaryFolder } from "../../temporary-folder.js";

const rows = (answer: string, count = 4) =>
  Array.from({ length: count }, (_, i) =>
    JSON.stringify({ instruction: `question ${i}`, output: `${answer} ${i}`, generator: answer }),
  ).join("\n");

async function finishedRun(answer = "a longer answer") {
  const folder = temporaryFolder();
  const [model, baseline, output] = ["model-1", "baseline", "judged"].map((name) =>
    join(folder, `${name}.jsonl`),
  ) as [string, string, string];
  writeFileSync(model, rows(answer));
  writeFileSync(baseline, rows("base"));
  const request = { modelOutputs: [join(folder, "model-*.jsonl")], baseline, judge: "offline", output };
  await annotate(request);
  const find = (change: object = {}) =>
    findUnchangedRun(resolveAnnotateRequest({ ...request, ...change }), findJudge);
  return { folder, model, baseline, output, request, find };
}

it("says what the ordinary rerun says, and leaves output and manifest as they are", async () => {
  const { output, request, find } = await finishedRun();
  const [lines, manifest] = [readFileSync(output), readFileSync(manifestPath(output), "utf8")];
  const quick = await find();
  expect(quick).toMatchObject({ tasks: 4, doneBefore: 4, outcome: "done", unjudged: 0 });
  writeFileSync(manifestPath(output), manifest.replace(/"seal": "[0-9a-f]{64}"/, '"seal": "none"'));
  expect(await annotate(request)).toEqual(quick);
  writeFileSync(manifestPath(output), manifest);
  expect(await annotate(request)).toEqual(quick);
  expect(readFileSync(output)).toEqual(lines);
  expect(readFileSync(manifestPath(output), "utf8")).toBe(manifest);
});

it("any change of request, judge, input or output goes the ordinary way", async () => {
  const { folder, model, output, request, find } = await finishedRun();
  const original = readFileSync(model);
  for (const change of [
    { repeat: 2 },
    { order: "both" },
    { judge: "label" },
    { idColumn: "id" },
    { name: "other" },
  ])
    expect(await find(change), JSON.stringify(change)).toBeNull();
  appendFileSync(model, "\n");
  expect(await find(), "an input").toBeNull();
  writeFileSync(model, original);
  expect(await find()).not.toBeNull();
  writeFileSync(join(folder, "model-2.jsonl"), rows("another model"));
  expect(await find(), "a further file of the pattern").toBeNull();
  expect(await annotate(request)).toMatchObject({ tasks: 8, doneBefore: 4 });
  expect(await find()).toMatchObject({ tasks: 8, doneBefore: 8 });
  const lines = readFileSync(output, "utf8").split("\n");
  writeFileSync(output, lines.slice(1).join("\n"));
  expect(await find(), "the output").toBeNull();
  expect(await annotate(request)).toMatchObject({ tasks: 8, doneBefore: 7 });
});
