// Many judged pairs and human labels on a few of them → prediction-powered estimates of the raw and the
// length-controlled win rate, what the labels are worth, and how many more a narrower interval takes.
//
// The length-controlled rate is fitted three times at one strength C (the one that the judge's labels on all pairs
// choose): from human labels, from the judge's on the same pairs, and from the judge's on all others; the influence
// values of these fits take the place of y − ȳ.
import { InputError } from "../../core/errors.js";
import type { ModelObservations, Observation, Observations } from "../../length-control/observation.js";
import { ObservationColumns } from "../../length-control/observation-columns.js";
import {
  estimateWithPredictions,
  type InfluencedEstimate,
  labelsForHalfWidth,
} from "../../metrics/prediction-powered.js";
import { type ModelScore, scoreModel } from "../../metrics/score-model.js";
import { sumByCluster } from "../../numerics/clusters.js";
import type {
  BudgetedRate,
  HumanBudget,
  HumanBudgetAnalysis,
} from "../../report/analyze/human-budget-report.js";
import { readObservations } from "../observations/read-observations.js";
import { loadCalibration } from "../score/load-calibration.js";
import { scoreDefaults } from "../score.js";
import { readTable } from "../tables/read-table.js";
import { type HumanPreferenceOptions, keyOf, readHumanPreferences } from "./read-human-preferences.js";

export interface AnalyzeHumanBudgetRequest extends HumanPreferenceOptions {
  /** The judge's annotation files or patterns. */
  readonly annotations: readonly string[];
  /** `--labels-file`: a row a label, by `instruction_id` or `instruction` (and `generator_2` or `generator` where several models are judged). */
  readonly labelsFile: string;
  /** `--half-width`, in [0, 1]: the interval to aim at. */
  readonly halfWidth?: number | undefined;
  readonly difficulty?: string | undefined;
  readonly level?: number | undefined;
  readonly seed?: number | undefined;
}

/** The defaults of `analyze human-budget`, stated once: an interval of ± 3 points. */
const analyzeHumanBudgetDefaults = { halfWidth: 0.03, level: 0.95 } as const;

/** @throws InputError for files that cannot be read or joined, or fewer than two labelled and two other pairs of a model */
export async function analyzeHumanBudget(request: AnalyzeHumanBudgetRequest): Promise<HumanBudgetAnalysis> {
  const { halfWidth = analyzeHumanBudgetDefaults.halfWidth, level = analyzeHumanBudgetDefaults.level } =
    request;
  const labels = readHumanPreferences(await readTable(request.labelsFile), request);
  const [{ calibration, mode }, models] = await Promise.all([
    loadCalibration(request.difficulty ?? scoreDefaults.difficulty),
    readObservations(request.annotations, {}),
  ]);
  const used = new Set<string>();
  const budgets = models.flatMap((model) => {
    const split = splitByLabel(model, labels, used);
    if (split.human.length === 0) return [];
    const score = (rows: Observations, strength: number | "guarded-cv") =>
      scoreModel(
        { ...model, rows },
        { recipe: undefined, calibration, mode, strength, interval: "none", level, seed: request.seed ?? 0 },
      );
    return [estimateBudget(model, split, score, { level, halfWidth })];
  });
  if (budgets.length === 0)
    throw new InputError(
      { file: request.labelsFile, message: "none of the labels is of a pair that the judge judged" },
      {
        hint: "Pairs are joined by instruction_id or instruction, and by generator where the file names it.",
      },
    );
  return { level, halfWidth, models: budgets, unmatchedLabels: labels.size - used.size };
}

interface SplitRows {
  /** The labelled rows twice: with the humans' preference, and with the judge's. */
  readonly human: readonly Observation[];
  readonly judge: readonly Observation[];
  /** Rows of clusters without any label. */
  readonly unlabelled: readonly Observation[];
}

type Score = (rows: Observations, strength: number | "guarded-cv") => ModelScore;

function estimateBudget(
  model: ModelObservations,
  { human, judge, unlabelled }: SplitRows,
  score: Score,
  { level, halfWidth }: { level: number; halfWidth: number },
): HumanBudget {
  const all = score(model.rows, "guarded-cv");
  const C = all.lengthControlled?.fit?.C ?? 1;
  const scores = [human, judge, unlabelled].map((rows) => {
    if (rows.length < 2)
      throw new InputError({
        message: `${model.generator}: ${human.length} labelled and ${unlabelled.length} other pairs; at least two of both are needed`,
      });
    return score(rows, C);
  });
  const budget = (estimates: readonly InfluencedEstimate[]): BudgetedRate => {
    const [ofHuman, ofJudge, ofUnlabelled] = estimates;
    const estimate = estimateWithPredictions({
      human: ofHuman!,
      judge: ofJudge!,
      unlabelled: ofUnlabelled!,
      level,
    })!;
    const needed = (correlation: number) =>
      labelsForHalfWidth({
        humanVariance: estimate.humanVariance,
        correlation,
        total: estimate.labelled + estimate.unlabelled,
        halfWidth,
        level,
      });
    return {
      estimate,
      labelsNeeded: needed(Math.max(0, estimate.correlation ?? 0)),
      labelsNeededWithoutJudge: needed(0),
    };
  };
  const controlled = scores.map((one) => influencedRate(one, "lengthControlled"));
  const isComplete = controlled.every((estimate) => estimate !== null);
  return {
    generator: model.generator,
    labelled: human.length,
    unlabelled: unlabelled.length,
    judgeOnly: { raw: all.winRate.rate, lengthControlled: all.lengthControlled?.rate ?? null },
    raw: budget(scores.map((one) => influencedRate(one, "raw")!)),
    lengthControlled: isComplete ? budget(controlled) : null,
    reason: isComplete ? null : "the length-controlled rate does not exist for all three sets of labels",
  };
}

/** A rate and φ = G·(sum of the influence in each cluster). */
function influencedRate(score: ModelScore, which: "raw" | "lengthControlled"): InfluencedEstimate | null {
  const influence = score.influence[which];
  const rate = which === "raw" ? score.winRate.rate : score.lengthControlled?.rate;
  if (influence === null || rate === undefined) return null;
  const { clusters } = ObservationColumns.of(score.influence.rows);
  return {
    estimate: rate,
    influence: sumByCluster(influence, clusters).map((value) => clusters.count * value),
  };
}

function splitByLabel(
  { rows, generator }: ModelObservations,
  labels: ReadonlyMap<string, number>,
  used: Set<string>,
): SplitRows {
  const human: Observation[] = [];
  const judge: Observation[] = [];
  const rest: Observation[] = [];
  for (const row of rows) {
    const keys = [keyOf(row.instructionId, generator), keyOf(row.instructionId, null)];
    const key = keys.find((one) => labels.has(one));
    if (row.preference === null) continue;
    if (key === undefined) rest.push(row);
    else {
      used.add(key);
      human.push({ ...row, preference: labels.get(key)! });
      judge.push(row);
    }
  }
  const labelledClusters = new Set(human.map(({ cluster }) => cluster));
  return { human, judge, unlabelled: rest.filter(({ cluster }) => !labelledClusters.has(cluster)) };
}
