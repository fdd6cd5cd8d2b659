// Model outputs and a baseline's → a journal of judgements.
import type { Journal } from "../../io/durable/journal.js";
import type { StopSignals } from "../asking/asking-request.js";
import type { Asker } from "../asking/open-asker.js";
import { runIntoJournal } from "../asking/run-into-journal.js";
import { settleProvider } from "../asking/settle-provider.js";
import { type AnnotateRequest, type JudgeRequest, resolveAnnotateRequest } from "./annotate-request.js";
import { type AnnotateHooks, type AnnotateSummary, AnnotationSession } from "./annotation-session.js";
import { judge } from "./judge.js";
import { judgeAll, openAskerFor } from "./judge-all.js";
import type { AnnotationLine } from "./judgements/annotation-line.js";
import { findJudge, type PreparedRun, prepareRun } from "./prepare-run.js";
import { describeJudging } from "./run-manifest.js";
import { findUnchangedRun, sealRun } from "./unchanged-run.js";

/** What is judged without a file. */
export interface JudgedOutputs {
  /** Each with the keys of an annotation line; `score`, `compare` and `leaderboard` take them as `judgements`. */
  readonly judgements: readonly AnnotationLine[];
  /** Those without a verdict. */
  readonly unjudged: number;
}

/** Judges outputs at hand, and writes nothing. Throws as `judge`. */
export function annotate(request: JudgeRequest, signals?: StopSignals): Promise<JudgedOutputs>;
/**
 * Judges every pair that the output has no verdict for.
 * @throws UsageError (2), InputError (3), JudgeUnusableError (4), OutputError (7); what was judged until then is kept
 */
export function annotate(request: AnnotateRequest, hooks?: AnnotateHooks): Promise<AnnotateSummary>;
export async function annotate(
  given: AnnotateRequest | JudgeRequest,
  hooks: AnnotateHooks = {},
): Promise<AnnotateSummary | JudgedOutputs> {
  return given && "outputs" in given ? collect(given, hooks) : annotateFiles(given, hooks);
}

async function collect(request: JudgeRequest, signals: StopSignals): Promise<JudgedOutputs> {
  const judgements: AnnotationLine[] = [];
  for await (const judgement of judge(request, signals)) judgements.push(judgement);
  return { judgements, unjudged: judgements.filter(({ preference }) => preference === null).length };
}

async function annotateFiles(given: AnnotateRequest, hooks: AnnotateHooks): Promise<AnnotateSummary> {
  const request = await settleProvider(resolveAnnotateRequest(given));
  const unchanged = await findUnchangedRun(request, findJudge);
  if (unchanged) {
    for (const warning of unchanged.warnings) hooks.onWarning?.(warning);
    return unchanged;
  }
  let run: PreparedRun | null = null;
  try {
    return await runIntoJournal(request.output, async () => {
      run = await prepareRun(request);
      return runOf(run, hooks);
    });
  } finally {
    (run as PreparedRun | null)?.close();
  }
}

const runOf = (run: PreparedRun, hooks: AnnotateHooks) => ({
  request: run.request,
  inputs: inputsOf(run),
  tasks: { all: run.tasks, pending: run.pending },
  about: describeJudging(run),
  nameOfTasks: "judgements",
  openAsker: () => openAskerFor(run, hooks.onNotice),
  onFailure: hooks.onFailure,
  seal: (summary: AnnotateSummary) => sealRun(run.request, run.judge, summary),
  openSession: (journal: Journal) => new AnnotationSession(run, journal, hooks),
  work: async (session: AnnotationSession, asker: Asker | null) => {
    const { judgeByLooks } = run.rule ? await import("./stopping/judge-by-looks.js") : {};
    await (judgeByLooks ?? judgeAll)(session, asker, hooks);
    if (run.strong) await (await import("./escalate-sample.js")).escalateSample(session, asker, hooks);
  },
});

const inputsOf = ({ request, models, baselineFile }: PreparedRun): string[] => [
  ...(baselineFile === null ? [] : [baselineFile]),
  ...models.map(({ file }) => file),
  ...(request.reuse ?? []),
];
