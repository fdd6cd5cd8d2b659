// Annotation files → what can be said of the judge without humans. No network; a pure function of its files.
import { InputError } from "../../core/errors.js";
import { type JudgeAnalysis, measureBiases } from "../../metrics/judge-bias/describe-judge.js";
import { type OrJudgements, takeJudgements } from "../options/judgements-at-hand.js";
import { type AnalyzeJudgeRequest, judgeAnalysisOptions } from "./requests/judge.js";
import { readJudgements } from "./verdicts/read-judgements.js";

/** @throws InputError for files that cannot be read, or that hold verdicts of several judges */
export async function analyzeJudge(
  given: OrJudgements<AnalyzeJudgeRequest, "annotations">,
): Promise<JudgeAnalysis> {
  const request = takeJudgements("analyzeJudge", judgeAnalysisOptions, given, "annotations");
  const { order, level } = request;
  const { judgements, annotators, costs } = await readJudgements(request.annotations, request);
  if (annotators.length > 1)
    throw new InputError(
      { message: `the files hold verdicts of ${annotators.length} judges: ${annotators.join(", ")}` },
      { hint: "Analyze one judge at a time." },
    );
  return { annotators, order, level, description: measureBiases(judgements, level), costs };
}
