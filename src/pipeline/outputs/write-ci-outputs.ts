// Scores and gates → what continuous integration shows: a JUnit file, a Markdown comment, and on GitHub the step's summary.
import { InputError } from "../../core/errors.js";
import { appendWithin } from "../../io/durable/append-within.js";
import type { ReadingOptions } from "../../io/wire/annotation-reading.js";
import { compareModels, type ModelComparison } from "../../metrics/comparison/compare-models.js";
import type { Gate } from "../../metrics/comparison/non-inferiority.js";
import type { ModelScore } from "../../metrics/score/score-model.js";
import type { MovedPairs } from "../../report/compare/moved-pairs-section.js";
import { writeJunit } from "../../report/formats/junit.js";
import { markdown } from "../../report/formats/markdown.js";
import type { GateResult } from "../../report/gates/gate-result.js";
import type { IntegrityFinding } from "../../report/integrity-section.js";
import { reportToPullRequest, type ScoreChange } from "../../report/pull-request-report.js";
import { readStoredModels } from "../models/load-scored-models.js";
import { readLosses } from "../models/read-moved-pairs.js";
import { verifyRuns } from "../verify/verify-runs.js";
import { writeText } from "./write-report.js";

export interface CiOutputs {
  /** Paths of files to write. */
  readonly junit?: string | undefined;
  readonly comment?: string | undefined;
  /** What GitHub names in GITHUB_STEP_SUMMARY: appended to. */
  readonly stepSummary?: string | undefined;
  /** A result of an earlier `score -o`, to state the change since. */
  readonly previous?: string | undefined;
  /** False leaves out the pairs that changed most, whose texts they are. */
  readonly texts?: boolean;
}

export interface CiFindings {
  readonly scores: readonly ModelScore[];
  readonly results: readonly GateResult[];
  readonly gates: readonly Gate[];
  /** What the outputs hold that could steer a judge. */
  readonly findings: readonly IntegrityFinding[];
  /** The files that the scores are of, and how they are read: for the texts of pairs that changed. */
  readonly annotations: readonly string[];
  readonly reading: ReadingOptions & { readonly difficulty?: string | undefined };
  /** Confidence level of the changes' intervals, in (0, 1). */
  readonly level: number;
}

/** GitHub drops a step's summary that is larger. */
const summaryBytes = 2 ** 20;

/** @throws InputError (exit 3) when `previous` cannot be read; OutputError (exit 7) when a file cannot be written */
export async function writeCiOutputs(
  outputs: CiOutputs,
  { scores, results, level, gates, findings, annotations, reading }: CiFindings,
): Promise<void> {
  const { junit, comment, stepSummary, previous, texts = true } = outputs;
  if (junit !== undefined) await writeText(junit, writeJunit(results));
  if (comment === undefined && stepSummary === undefined) return;
  const changes =
    previous === undefined ? null : await compareWithPrevious(scores, previous, { ...reading, level });
  const comparisons = [...gates, ...(changes ?? [])].flatMap(({ comparison }) => comparison ?? []);
  const moved: MovedPairs[] = [];
  for (const comparison of texts ? firstOfEach(comparisons) : [])
    moved.push(await readLosses(comparison, annotations, reading));
  const integrity = { findings, files: await verifyRuns(annotations) };
  const report = reportToPullRequest({ scores, results, changes, integrity, moved });
  const text = await markdown(report, { color: false });
  if (comment !== undefined) await writeText(comment, text);
  if (stepSummary !== undefined) await appendWithin(stepSummary, `${text}\n`, summaryBytes);
}

/** A gate's reference before the last run: both are mostly one. */
const firstOfEach = (comparisons: readonly ModelComparison[]): ModelComparison[] =>
  comparisons.filter(
    ({ first }, at) => comparisons.findIndex((other) => other.first.generator === first.generator) === at,
  );

/** Each score beside the last run's of the same model. A last run of another baseline or judge is said, not refused. */
async function compareWithPrevious(
  scores: readonly ModelScore[],
  path: string,
  { level, difficulty }: { readonly level: number; readonly difficulty?: string | undefined },
): Promise<ScoreChange[]> {
  const previous = await readStoredModels({ path }, { level, difficulty });
  return scores.map((score): ScoreChange => {
    const { generator } = score;
    const found = previous.find((result) => result.generator === generator);
    if (!found) return { generator, comparison: null, reason: "new since the last run" };
    try {
      const comparison = compareModels(score, found, level);
      return { generator, comparison, reason: null };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return { generator, comparison: null, reason: `not comparable with the last run: ${error.message}` };
    }
  });
}
