// Annotation files → what can be said of the judge without humans. No network; a pure function of its files.
import { definedMembers } from "../../core/defined-members.js";
import { InputError } from "../../core/errors.js";
import { describeJudge } from "../../metrics/judge-bias/describe-judge.js";
import type { JudgeAnalysis } from "../../report/analyze/judge-analysis.js";
import { type ReadJudgementsOptions, readJudgements } from "./read-judgements.js";

export interface AnalyzeJudgeRequest extends Omit<ReadJudgementsOptions, "order" | "seed"> {
  readonly order?: ReadJudgementsOptions["order"] | undefined;
  readonly seed?: number | undefined;
  /** Annotation files or patterns; `-` is standard input. */
  readonly annotations: readonly string[];
  readonly level?: number | undefined;
}

/** The defaults of `analyze judge`, stated once. */
const analyzeJudgeDefaults = { order: "recorded", level: 0.95, seed: 0 } as const;

/** @throws InputError for files that cannot be read, or that hold verdicts of several judges */
export async function analyzeJudge(request: AnalyzeJudgeRequest): Promise<JudgeAnalysis> {
  const { order, level, seed } = { ...analyzeJudgeDefaults, ...definedMembers(request) };
  const { judgements, annotators, costs } = await readJudgements(request.annotations, {
    ...request,
    order,
    seed,
  });
  if (annotators.length > 1)
    throw new InputError(
      { message: `the files hold verdicts of ${annotators.length} judges: ${annotators.join(", ")}` },
      { hint: "Analyze one judge at a time." },
    );
  return { annotators, order, level, description: describeJudge(judgements, level), costs };
}
