import type { Command } from "@commander-js/extra-typings";
import { type InputProblem, UsageError } from "../../core/errors.js";
import { visibleText } from "../../core/visible-text.js";
import type { ModelScore, ModelsToScore } from "../../pipeline/index.js";
import type { Requirement, RequirementVerdict } from "../../report/gates/requirement.js";
import { addCiOptions, type CiOptions, writeForCi } from "../options/ci-options.js";
import { addCommonOptions } from "../options/common-options.js";
import { addScoreOptions, type FitCommandOptions } from "../options/score-options.js";
import { printGates, setGateExitCode } from "../run/print-gates.js";
import { type OutputOptions, printNote, printReport } from "../run/print-report.js";
import { raiseExitCode } from "../run/raise-exit-code.js";

export function defineScore(score: Command): void {
  const command = score.argument(
    "<annotations...>",
    "annotation files or globs (.json, .jsonl, .csv, .tsv, each also .gz; - is standard input)",
  );
  addCiOptions(addScoreOptions(command)).action(async (annotations, options) => {
    await scoreAndReport(annotations, options as unknown as ScoreCommandOptions);
  });
  addCommonOptions(command);
}

export interface ScoreCommandOptions extends FitCommandOptions, OutputOptions, CiOptions {
  readonly interval: "sandwich" | "bootstrap" | "none";
  readonly bootstrapSamples: number;
  readonly by?: string;
  readonly require?: readonly string[];
  readonly against?: string;
  readonly margin?: number;
  readonly aa?: number | true;
}

const defaultSplits = 500;

/** Scores, prints, and sets the exit code of what does not hold. */
export async function scoreAndReport(
  annotations: readonly string[],
  options: ScoreCommandOptions,
): Promise<void> {
  const [{ readModelsToScore, scoreModels }, { reportScores }] = await Promise.all([
    import("../../pipeline/score/score.js"),
    import("../../report/score/score-report.js"),
  ]);
  const requirements = await readRequirements(options);
  const onTornLine = ({ file, row }: InputProblem) =>
    printNote(`! torn-lines: ${file}: line ${row} was torn by a crash and is skipped`, options);
  const toScore = await readModelsToScore({ ...options, annotations, onTornLine });
  const scores = scoreModels(toScore);
  const checks = await checkScores(toScore, scores, options);
  const withInfluence = options.output !== undefined && options.output !== "-";
  const report = reportScores(scores, { withInfluence, ...checks });
  await printReport(report, options);
  const verdicts = await checkRequirements(requirements, scores, options);
  const { gates = [] } = checks;
  const outcomes = printGates(gates, options);
  if (scores.some(({ hasFailedFit }) => hasFailedFit)) raiseExitCode("fitFailed");
  setGateExitCode([...verdicts.map(({ outcome }) => outcome), ...outcomes]);
  await writeForCi(options, { scores, verdicts, gates, warnings: report.warnings, level: options.level });
}

/**
 * What the scores are held against, read before any work is done.
 *
 * @throws UsageError also for a margin without a reference, which would be a gate that always opens
 */
export async function readRequirements({
  require: texts = [],
  margin,
  against,
  aa,
}: Pick<ScoreCommandOptions, "require" | "margin" | "against" | "aa">): Promise<Requirement[]> {
  if (margin !== undefined && against === undefined && aa === undefined)
    throw new UsageError("--margin needs a reference to hold the models against: --against RESULT.json");
  if (texts.length === 0) return [];
  const { parseRequirement } = await import("../../report/gates/requirement.js");
  return texts.map(parseRequirement);
}

async function checkScores(
  toScore: ModelsToScore,
  scores: readonly ModelScore[],
  options: ScoreCommandOptions,
) {
  const { against, aa, margin: marginPercent = 0, level, difficulty } = options;
  if (against === undefined && aa === undefined) return {};
  const { holdScoresAgainst, testIdenticalRuns } = await import("../../pipeline/score/check-score.js");
  const splits = aa === true ? defaultSplits : aa;
  return {
    ...(against !== undefined && {
      gates: await holdScoresAgainst(scores, against, { marginPercent, level, difficulty }),
    }),
    ...(splits !== undefined && {
      identicalRuns: testIdenticalRuns(toScore, scores, { splits, marginPercent }),
    }),
  };
}

async function checkRequirements(
  requirements: readonly Requirement[],
  scores: readonly ModelScore[],
  options: OutputOptions,
): Promise<RequirementVerdict[]> {
  if (requirements.length === 0) return [];
  const { checkRequirement } = await import("../../report/gates/requirement.js");
  const verdicts = requirements.flatMap((requirement) => checkRequirement(requirement, scores));
  for (const { outcome, requirement, generator, explanation } of verdicts) {
    const text = `${outcome}: ${requirement.text} for ${generator}: ${explanation}`;
    if (outcome === "holds") printNote(text, options);
    else process.stderr.write(`${visibleText(text)}\n`);
  }
  return verdicts;
}
