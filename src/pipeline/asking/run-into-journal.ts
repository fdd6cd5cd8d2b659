// The frame of every run that asks: one process at a time writes the output, every line is on the disk before it counts,
// and a manifest beside it says what is going on. Killed at any moment, the same call goes on from there and asks only for
// what is missing.
import { JudgeUnusableError, OutputError } from "../../core/errors.js";
import { lockFile } from "../../io/durable/file-lock.js";
import { type Journal, openJournal } from "../../io/durable/journal.js";
import type { ResolvedAskingRequest } from "./asking-request.js";
import { beginRunPart, type RunAtStart, type RunPart, readManifest, writeManifest } from "./manifest-file.js";
import type { Asker } from "./open-asker.js";
import type { RunSummary } from "./run-hooks.js";
import type { RunSession } from "./run-session.js";

type AnySession<Summary extends RunSummary<object>> = Pick<
  RunSession<object, Summary>,
  "added" | "describe" | "summarize"
>;

/** What one kind of run puts into the frame. */
export interface JournalRun<Summary extends RunSummary<object>, Session extends AnySession<Summary>>
  extends RunAtStart {
  readonly request: ResolvedAskingRequest & { readonly output: string; readonly seed: number };
  /** What the manifest says of this kind of run alone. */
  readonly about: object;
  /** What the tasks are called, in the plural: "judgements". */
  readonly nameOfTasks: string;
  /** Opens what is needed to ask; null when nothing has to be asked. */
  openAsker(): Promise<Asker | null>;
  openSession(journal: Journal): Session;
  /** Called when the judge cannot be used, before that is thrown. */
  readonly onFailure?: ((summary: Summary) => void) | undefined;
  /** What the manifest says beside the outcome, once the run has ended. */
  readonly seal?: ((summary: Summary) => Promise<object>) | undefined;
  /** Does all that is pending. */
  work(session: Session, asker: Asker | null): Promise<void>;
}

/**
 * Runs into an output that nobody else writes meanwhile.
 * @param prepare reads and checks; called when the output is locked
 * @throws InputError (3) when another process writes the output, JudgeUnusableError (4), OutputError (7), and what the
 *   run itself throws; what was written until then is kept
 */
export async function runIntoJournal<Summary extends RunSummary<object>, Session extends AnySession<Summary>>(
  output: string,
  prepare: () => Promise<JournalRun<Summary, Session>>,
): Promise<Summary> {
  const lock = await lockFile(output).catch(async (error: unknown) => {
    if (error instanceof OutputError) await throwWhatGoesBefore(prepare);
    throw error;
  });
  try {
    return await runLocked(await prepare());
  } finally {
    await lock.release();
  }
}

/** Input that cannot be used, and a judge that cannot be asked, go before an output that cannot be written. */
async function throwWhatGoesBefore(
  prepare: () => Promise<{ openAsker(): Promise<Asker | null> }>,
): Promise<void> {
  const { openAsker } = await prepare();
  await (await openAsker())?.close();
}

async function runLocked<Summary extends RunSummary<object>, Session extends AnySession<Summary>>(
  run: JournalRun<Summary, Session>,
): Promise<Summary> {
  const { output } = run.request;
  const earlier = await readManifest(output);
  const asker = await run.openAsker();
  const journal = await openJournal(output, { isSealed: true }).catch(async (error: unknown) => {
    await asker?.close();
    throw error;
  });
  const session = run.openSession(journal);
  const part = { ...(await beginRunPart(run, asker?.publicUrl ?? null)), ...run.about };
  // a rerun that finds everything done leaves every file as it is
  const isNews = run.tasks.pending > 0 || earlier === null;
  const note = async (outcome: RunPart["outcome"], seal = {}) => {
    const finished_at = outcome === "running" ? null : new Date().toISOString();
    if (isNews)
      await writeManifest(output, earlier, { ...part, ...session.describe(), finished_at, outcome, ...seal });
  };
  try {
    await note("running");
    await run.work(session, asker);
    await journal.checkPlace();
    if (run.request.storeOnly) refuseMisses(run.nameOfTasks, session);
  } catch (error) {
    await note("failed").catch(() => {}); // the first failure is the one to report
    if (error instanceof JudgeUnusableError) run.onFailure?.(session.summarize());
    throw error;
  } finally {
    await journal.close();
    await asker?.close();
  }
  const summary = session.summarize();
  await note(summary.outcome, isNews ? await run.seal?.(summary) : {});
  return summary;
}

function refuseMisses(nameOfTasks: string, session: AnySession<RunSummary<object>>): void {
  const { unasked, tasks } = session.summarize();
  if (unasked === 0) return;
  throw new JudgeUnusableError(
    `--store-only: the store has no reply for ${unasked} of ${tasks} ${nameOfTasks}; ${session.added} were added`,
    { hint: "run the same command without --store-only, or name the store that has them with --store" },
  );
}
