// Outputs at hand, or files of them, and a judge → judgements, as they come; nothing is written.
import { createAdaptation } from "../../endpoint/asking/adaptation.js";
import { MemoryRows } from "../../io/rows/located-row.js";
import type { StopSignals } from "../asking/asking-request.js";
import type { Asker } from "../asking/open-asker.js";
import { settleProvider } from "../asking/settle-provider.js";
import { resolveRequest } from "../options/check-request.js";
import { type JudgeRequest, judgeOptions, withJudge } from "./annotate-request.js";
import { judgeInBatches, openAskerFor } from "./judge-all.js";
import { type AnnotationLine, toAnnotationLine } from "./judgements/annotation-line.js";
import { prepareRun } from "./prepare-run.js";

/**
 * Judges every pair, and gives each judgement as it comes, with the keys of an annotation line. A pair without a verdict is
 * one too: its `preference` is null, and `reason` and `detail` say why.
 * @throws UsageError (2), InputError (3), JudgeUnusableError (4), and what a judge that is a function throws
 */
export async function* judge(
  request: JudgeRequest,
  signals: StopSignals & { readonly onNotice?: (notice: string) => void } = {},
): AsyncGenerator<AnnotationLine> {
  const resolved = await settleProvider(withJudge(resolveRequest("judge", judgeOptions, request)));
  const { outputs, baseline, ...rest } = resolved;
  const named = { ...rest, modelOutputs: ["outputs"], output: "", maxUnjudged: 1, looks: 1 };
  const run = await prepareRun(
    { ...named, baseline: typeof baseline === "string" ? baseline : "baseline" },
    { outputs: inputsOf(outputs), baseline: atHand("baseline", baseline) },
  );
  let asker: Asker | null = null;
  try {
    asker = await openAskerFor(run);
    for await (const batch of judgeInBatches(run, asker, {
      ...signals,
      adaptation: createAdaptation(signals.onNotice ?? (() => {})),
    }).batches)
      yield* batch.map((annotation) => toAnnotationLine(annotation));
  } finally {
    await asker?.close();
    run.close();
  }
}

const atHand = (name: string, rows: readonly object[] | string) =>
  typeof rows === "string" ? rows : new MemoryRows(name, rows);

const isPaths = (outputs: JudgeRequest["outputs"]): outputs is readonly string[] =>
  outputs.every((one) => typeof one === "string");

const inputsOf = (outputs: JudgeRequest["outputs"]) =>
  isPaths(outputs) ? outputs : [new MemoryRows("outputs", outputs)];
