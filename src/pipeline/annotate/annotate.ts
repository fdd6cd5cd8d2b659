// Model outputs and a baseline's → a journal of judgements.
import { nobody } from "../../pairs/without-baseline.js";
import { runIntoJournal } from "../asking/run-into-journal.js";
import { type AnnotateRequest, resolveAnnotateRequest } from "./annotate-request.js";
import { type AnnotateHooks, type AnnotateSummary, AnnotationSession } from "./annotation-session.js";
import { judgeAll, openAskerFor } from "./judge-all.js";
import { type PreparedRun, prepareRun } from "./prepare-run.js";
import { describeJudging } from "./run-manifest.js";

/**
 * Judges every pair that the output has no verdict for.
 *
 * @throws UsageError (2), InputError (3), JudgeUnusableError (4), OutputError (7); what was judged until then is kept
 */
export async function annotate(given: AnnotateRequest, hooks: AnnotateHooks = {}): Promise<AnnotateSummary> {
  const request = resolveAnnotateRequest(given);
  return runIntoJournal(request.output, async () => {
    const run = await prepareRun(request);
    return {
      request: run.request,
      inputs: inputsOf(run),
      tasks: { all: run.tasks.length, pending: run.pending.length },
      about: describeJudging(run),
      linesAre: "judgements",
      openAsker: () => openAskerFor(run),
      onFailure: hooks.onFailure,
      openSession: (journal) => new AnnotationSession(run, journal, hooks),
      work: (session, asker) => judgeAll(session, asker, hooks),
    };
  });
}

const inputsOf = ({ request, models }: PreparedRun): string[] => [
  ...(request.baseline === nobody ? [] : [request.baseline]),
  ...models.map(({ file }) => file),
  ...(request.reuse ?? []),
];
