// Many judged pairs and human labels on a few of them → prediction-powered estimates of the raw and the
// length-controlled win rate, what the labels are worth, and how many more a narrower interval takes.
import { InputError } from "../../core/errors.js";
import type { ModelObservations, Observation } from "../../length-control/observation.js";
import type { HumanBudgetAnalysis } from "../../metrics/agreement/prediction-powered.js";
import { scoreModel } from "../../metrics/score/score-model.js";
import { readObservations } from "../observations/read-observations.js";
import { type OrJudgements, takeJudgements } from "../options/judgements-at-hand.js";
import { loadCalibration } from "../score/load-calibration.js";
import { readTable } from "../tables/read-table.js";
import { estimateHumanBudget, type Score, type SplitRows } from "./estimate-human-budget.js";
import { type AnalyzeHumanBudgetRequest, humanBudgetOptions } from "./requests/human-budget.js";
import { keyOfLabel, readHumanPreferences, refuseMovedLabels } from "./verdicts/read-human-preferences.js";

/** @throws InputError for files that cannot be read or joined, or fewer than two labelled and two other pairs of a model */
export async function analyzeHumanBudget(
  given: OrJudgements<AnalyzeHumanBudgetRequest, "annotations">,
): Promise<HumanBudgetAnalysis> {
  const request = takeJudgements("analyzeHumanBudget", humanBudgetOptions, given, "annotations");
  const { halfWidth, level, seed, columns, onWarning } = request;
  const table = await readTable(request.labelsFile);
  const labels = readHumanPreferences(table, request);
  const { calibration, mode, isKnown } = await loadCalibration(request.difficulty);
  const models = await readObservations(request.annotations, { columns, isKnown, onWarning });
  for (const { rows } of models)
    refuseMovedLabels(
      table,
      request,
      rows.map(({ instructionId, textId }) => [instructionId, textId ?? instructionId]),
    );
  const used = new Set<string>();
  const budgets = models.flatMap((model) => {
    const split = splitByLabel(model, labels, used);
    if (split.human.length === 0) return [];
    const score: Score = (rows, strength) =>
      scoreModel(
        { ...model, rows },
        { recipe: undefined, calibration, mode, strength, interval: "none", level, seed },
      );
    return [estimateHumanBudget(model, split, score, { level, halfWidth })];
  });
  if (budgets.length === 0)
    throw new InputError(
      { file: table.file, message: "none of the labels is of a pair that the judge judged" },
      {
        hint: "Pairs are joined by instruction_id or instruction, and by generator where the file names it.",
      },
    );
  return { level, halfWidth, models: budgets, unmatchedLabels: labels.size - used.size };
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
    const keys = [keyOfLabel(row.instructionId, generator), keyOfLabel(row.instructionId, null)];
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
