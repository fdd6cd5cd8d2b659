import { UsageError } from "../../core/errors.js";
import { visibleText } from "../../core/visible-text.js";
import { type GateRequest, gateOptions } from "../../pipeline/compare-request.js";
import type { Gate, ModelScore, ModelsToScore } from "../../pipeline/index.js";
import { option, toggle, under } from "../../pipeline/options/option-table.js";
import {
  orTrue,
  percentAsShare,
  repeatedTexts,
  wholeNumberBetween,
} from "../../pipeline/options/option-values.js";
import { type ScoreRequest, scoreDefaults, scoreOptions } from "../../pipeline/score/score-request.js";
import { levelText } from "../../report/figure-text.js";
import type { Requirement, RequirementVerdict } from "../../report/gates/requirement.js";
import type { Section } from "../../report/table-of.js";
import { withoutCodes } from "../../report/warning-text.js";
import { defineCommand } from "../define-command.js";
import { type CiOptions, ciOptions, writeForCi } from "../options/ci-options.js";
import type { OwnOptions } from "../options/common-options.js";
import { outputOptions } from "../options/output-options.js";
import { printGates, printOutcome, setGateExitCode } from "../run/print-gates.js";
import { type OutputOptions, printReport } from "../run/print-report.js";
import { raiseExitCode } from "../run/raise-exit-code.js";

/** What scores are held against, and where they go. */
export interface ScoreOutput extends GateRequest, OutputOptions, CiOptions {
  /** Only the first table's main columns, and which warnings there are. */
  readonly brief?: boolean;
  readonly require?: readonly string[];
  readonly aa?: number | true;
}

export const scoreOutputOptions = {
  ...under("Requirements:", "none", {
    require: option(
      "<condition>",
      "exit 10 unless it holds, 11 if the interval cannot tell: 'length_controlled_winrate>=40@95%' (repeatable)",
      repeatedTexts,
    ),
  }),
  ...under("Intervals:", "none", {
    aa: option(
      "[splits]",
      "split the judgements in two so many times (default 500): how often do gates fail where nothing differs?",
      orTrue(wholeNumberBetween(1)),
    ),
  }),
  ...gateOptions,
  ...under("Output:", "any", { brief: toggle("the main figures only, and which warnings there are") }),
  ...outputOptions,
  ...ciOptions,
} satisfies OwnOptions<ScoreOutput>;

interface ScoreCommandOptions extends ScoreOutput {
  readonly maxUnjudged?: number | undefined;
}

export const scoreCommand = defineCommand<ScoreRequest, ScoreCommandOptions>({
  request: scoreOptions,
  options: {
    ...scoreOutputOptions,
    ...under("Requirements:", "none", {
      maxUnjudged: option(
        "<percent>",
        "exit 5, before any requirement, when more than this have no verdict",
        percentAsShare(0, 100),
      ),
    }),
  },
  examples: [
    "lceval score judged.jsonl",
    "lceval score 'annotations/*.json' --format csv > scores.csv",
    "lceval score judged.jsonl --require 'length_controlled_winrate>=40@95%'",
    "lceval score judged.jsonl -o result.json --against release.json --margin 2",
  ],
  run: scoreAndReport,
});

const defaultSplits = 500;

/** Scores, prints, and sets the exit code of what does not hold. */
export async function scoreAndReport(request: ScoreRequest, options: ScoreCommandOptions): Promise<void> {
  const { readModelsToScore, scoreModels } = await import("../../pipeline/score/score.js");
  const { reportScores } = await import("../../report/score/score-report.js");
  const requirements = await readRequirements(options);
  const { against, output, format } = options;
  const isGated = requirements.length > 0 || against !== undefined;
  const isKept = output !== undefined || format === "json";
  const toScore = await readModelsToScore({ ...request, isGated, isKept });
  const scores = scoreModels(toScore);
  const checks = await checkScores(toScore, scores, request, options);
  const withInfluence = options.output !== undefined && options.output !== "-";
  const { findProbes } = await import("../../pipeline/probe/find-probes.js");
  const probes = await findProbes(scores, request.annotations);
  const report = reportScores(scores, { withInfluence, probes, by: request.by, ...checks });
  const { gates = [] } = checks;
  await printReport(
    { ...report, sections: [...report.sections, ...(await lossesOf(gates, request, options))] },
    options,
  );
  const verdicts = await checkRequirements(requirements, scores, options);
  const outcomes = printGates(gates, options);
  if (scores.some(({ hasFailedFit }) => hasFailedFit)) raiseExitCode("fitFailed");
  refuseUnjudged(scores, toScore, options.maxUnjudged);
  setGateExitCode([...verdicts.map(({ outcome }) => outcome), ...outcomes]);
  await writeForCi(options, {
    scores,
    verdicts,
    gates,
    warnings: withoutCodes(report.warnings, options.noWarn),
    findings: toScore.findings,
    level: toScore.options.level,
    annotations: request.annotations,
    reading: request,
  });
}

/** The answers that got worse, below a gate that fails. */
async function lossesOf(
  gates: readonly Gate[],
  request: ScoreRequest,
  { texts, brief }: ScoreOutput,
): Promise<Section[]> {
  const failed = texts && !brief ? gates.filter(({ verdict }) => verdict.outcome === "fails") : [];
  if (failed.length === 0) return [];
  const { readLosses } = await import("../../pipeline/models/read-moved-pairs.js");
  const { movedPairsSection } = await import("../../report/compare/moved-pairs-section.js");
  const lost = await Promise.all(
    failed.map(({ comparison }) => readLosses(comparison, request.annotations, request)),
  );
  return lost.map(movedPairsSection).filter(({ rows }) => rows.length > 0);
}

/** More pairs without a verdict than are allowed come before any gate; so does what a run has not come to. */
function refuseUnjudged(
  scores: readonly ModelScore[],
  { missing, options }: ModelsToScore,
  maxUnjudged: number | undefined,
): void {
  if (maxUnjudged === undefined) return;
  const isDropped = options.oneSided === "drop";
  for (const { generator, winRate, coverage, missingOrders, oneSided } of scores) {
    // said by its warning
    if (missing.get(generator)?.some(({ share }) => share > maxUnjudged)) raiseExitCode("partial");
    const rows = coverage.rows - winRate.unasked;
    const unjudged = rows - winRate.judged;
    const asked = rows + (isDropped ? oneSided : 0);
    if ((unjudged + missingOrders) / asked <= maxUnjudged) continue;
    const half = oneSided === 0 ? "" : ` and ${oneSided} one in one of two orders only`;
    const text = `partial: ${unjudged} of the ${asked} pairs of ${generator} have no verdict${half}, more than ${levelText(maxUnjudged)} of what was to be judged`;
    process.stderr.write(`${visibleText(text)}\n`);
    raiseExitCode("partial");
  }
}

/**
 * What the scores are held against, read before any work is done.
 * @throws UsageError also for a margin without a reference, which would be a gate that always opens
 */
export async function readRequirements({
  require: texts = [],
  margin,
  against,
  aa,
}: Pick<ScoreOutput, "require" | "margin" | "against" | "aa">): Promise<Requirement[]> {
  if (margin !== undefined && against === undefined && aa === undefined)
    throw new UsageError("--margin needs a reference to hold the models against: --against RESULT.json");
  if (texts.length === 0) return [];
  const { parseRequirement } = await import("../../report/gates/requirement.js");
  return texts.map(parseRequirement);
}

async function checkScores(
  toScore: ModelsToScore,
  scores: readonly ModelScore[],
  { difficulty = scoreDefaults.difficulty }: ScoreRequest,
  options: ScoreOutput,
) {
  const { against, aa, margin = 0 } = options;
  const { level } = toScore.options;
  if (against === undefined && aa === undefined) return {};
  const { holdScoresAgainst, testIdenticalRuns } = await import("../../pipeline/score/check-score.js");
  const splits = aa === true ? defaultSplits : aa;
  return {
    ...(against !== undefined && {
      gates: await holdScoresAgainst(scores, against, { margin, level, difficulty }),
    }),
    ...(splits !== undefined && { identicalRuns: testIdenticalRuns(toScore, scores, { splits, margin }) }),
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
    const whose = requirement.text.startsWith(`${generator}:`) ? "" : ` for ${generator}`;
    printOutcome(outcome, `${requirement.text}${whose}: ${explanation}`, options);
  }
  return verdicts;
}
