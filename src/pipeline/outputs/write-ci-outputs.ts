// Scores and gates → what continuous integration shows: a JUnit file, a Markdown comment, and on GitHub the step's summary.

import { InputError } from "../../core/errors.js";
import { appendWithin } from "../../io/durable/append-within.js";
import { toComparableModel } from "../../metrics/comparison/comparable-model.js";
import { compareModels } from "../../metrics/comparison/compare-models.js";
import type { ModelScore } from "../../metrics/score/score-model.js";
import { writeJunit } from "../../report/formats/junit.js";
import { markdown } from "../../report/formats/markdown.js";
import type { GateResult } from "../../report/gates/gate-result.js";
import { reportToPullRequest, type ScoreChange } from "../../report/pull-request-report.js";
import { readComparableResults } from "../models/load-comparable-models.js";
import { writeText } from "./write-report.js";

export interface CiOutputs {
  /** Paths of files to write. */
  readonly junit?: string | undefined;
  readonly comment?: string | undefined;
  /** What GitHub names in GITHUB_STEP_SUMMARY: appended to. */
  readonly stepSummary?: string | undefined;
  /** A result of an earlier `score -o`, to state the change since. */
  readonly previous?: string | undefined;
}

export interface CiFindings {
  readonly scores: readonly ModelScore[];
  readonly results: readonly GateResult[];
  /** Confidence level of the changes' intervals, in (0, 1). */
  readonly level: number;
}

/** GitHub drops a step's summary that is larger. */
const summaryBytes = 2 ** 20;

/**
 * @throws InputError (exit 3) when `previous` cannot be read; OutputError (exit 7) when a file cannot be written
 */
export async function writeCiOutputs(
  outputs: CiOutputs,
  { scores, results, level }: CiFindings,
): Promise<void> {
  const { junit, comment, stepSummary, previous } = outputs;
  if (junit !== undefined) await writeText(junit, writeJunit(results));
  if (comment === undefined && stepSummary === undefined) return;
  const changes = previous === undefined ? null : await compareWithPrevious(scores, previous, level);
  const text = await markdown(reportToPullRequest({ scores, results, changes }), { color: false });
  if (comment !== undefined) await writeText(comment, text);
  if (stepSummary !== undefined) await appendWithin(stepSummary, `${text}\n`, summaryBytes);
}

/** Each score beside the last run's of the same model. A last run of another baseline or judge is said, not refused. */
async function compareWithPrevious(
  scores: readonly ModelScore[],
  path: string,
  level: number,
): Promise<ScoreChange[]> {
  const previous = await readComparableResults(path, { level });
  return scores.map((score): ScoreChange => {
    const { generator } = score;
    const found = previous.find((result) => result.generator === generator);
    if (!found) return { generator, comparison: null, reason: "new since the last run" };
    try {
      const comparison = compareModels(toComparableModel(score), found, level);
      return { generator, comparison, reason: null };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return { generator, comparison: null, reason: `not comparable with the last run: ${error.message}` };
    }
  });
}
