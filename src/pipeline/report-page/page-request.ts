// Annotations, or results of `score` → one HTML page.

import { basename } from "node:path";
import { InputError, UsageError } from "../../core/errors.js";
import { packageVersion } from "../../core/package-file.js";
import { canReadAgain, nameOfPath } from "../../io/bytes/byte-source.js";
import { isScoreResultFile } from "../../io/wire/score-result/read-score-records.js";
import { listOtherJudges } from "../../length-control/judge-identity.js";
import { biasesOfModels } from "../../metrics/judge-bias/biases-of-models.js";
import { acrossJudges, type ScoredModel } from "../../metrics/score/scored-model.js";
import { inPercent } from "../../numerics/percent.js";
import { fromRequirement } from "../../report/gates/gate-result.js";
import { checkRequirement, parseRequirement } from "../../report/gates/requirement.js";
import type { ModelPage, PageData } from "../../report/html/page-data.js";
import { type IntegrityFinding, warningsBeside } from "../../report/integrity-section.js";
import { gateSections } from "../../report/pull-request-report.js";
import { byFallingRate } from "../../report/score/flat-record.js";
import { withoutCodes } from "../../report/warning-text.js";
import {
  expandModelPaths,
  type ModelPath,
  patternOf,
  refuseSameFiles,
} from "../annotation-files/model-paths.js";
import { readStoredModels } from "../models/load-scored-models.js";
import { recordOf } from "../models/stored-model.js";
import { resolveRequest } from "../options/check-request.js";
import type { Resolved } from "../options/option-table.js";
import { type RowsToScore, readModelsToScore, scoreModels } from "../score/score.js";
import { scoreDefaults } from "../score/score-request.js";
import { verifyRuns } from "../verify/verify-runs.js";
import { draftModel, finishModel, type ModelToShow } from "./model-pages.js";
import { compareOnPage, findMovedOnPage } from "./moved-on-page.js";
import { lastJudged, readManifests } from "./read-manifests.js";
import { readTextsAgain, TextsMet } from "./read-pair-texts.js";
import { type ReportRequest, reportOptions } from "./report-request.js";
import { movedBy, showPairs } from "./show-pairs.js";

const fewestPairsOfModel = 4;
const mostPairsOfModel = 60;

/**
 * The page as one HTML text; the same files give the same bytes.
 * @throws InputError (exit 3) for files that cannot be read or used; UsageError for standard input
 */
export async function buildReport(given: ReportRequest): Promise<string> {
  const request = resolveRequest("buildReport", reportOptions, given);
  const requirements = (request.require ?? []).map(parseRequirement);
  const { annotations: paths, results } = await sortInputs(request.inputs);
  const annotations = paths.map(patternOf);
  const met = new TextsMet();
  const { scored, findings } =
    annotations.length > 0
      ? await scoreAll({ ...request, annotations, isGated: requirements.length > 0 }, met)
      : { scored: [], findings: [] };
  const limit = request.pairs;
  const drafts = scored.map((each) => draftModel(each, shareOf(limit, scored.length)));
  const wanted = drafts.flatMap(({ source, chosen }) =>
    chosen.map(({ row }) => ({ ...source.model.rows.at(row)!, generator: source.model.generator })),
  );
  const texts = met.textsOf(wanted) ?? (await readTextsAgain(annotations, wanted, request));
  const stored = (await Promise.all(results.map((path) => readStoredModels(path, request)))).flat();
  const all: ScoredModel[] = [...scored.map(({ score }) => ({ ...score, files: annotations })), ...stored];
  if (!request.acrossJudges) refuseOtherJudges(all);
  const models: ModelPage[] = [
    ...drafts.map((draft) => finishModel(draft, met.categories)),
    ...stored.map((model) => ({ record: recordOf(model), evidence: null })),
  ]
    .map((each) => {
      const warnings = [...withoutCodes(each.record.warnings, request.noWarn)];
      return { ...each, record: { ...each.record, warnings } };
    })
    .sort((a, b) => byFallingRate(a.record, b.record));
  const comparables = request.acrossJudges ? all.map(acrossJudges) : all;
  const manifests = await readManifests(paths.map(({ path }) => path));
  const scores = scored.map(({ score }) => score);
  const outcomes = requirements.flatMap((each) => checkRequirement(each, scores));
  const page: PageData = {
    title: request.title ?? defaultTitle(models),
    models,
    biases: biasesOfModels(
      // of escalated models the rows are another judge's
      scored.flatMap(({ model }) => (model.strongJudge ? [] : [model])),
      request.level,
    ),
    pairs: drafts
      .flatMap(({ source, evidence, chosen }) =>
        showPairs(source.model, chosen, { predictions: evidence.effect, texts }),
      )
      .sort((a, b) => movedBy(b) - movedBy(a)),
    between: [...gateSections(outcomes.map(fromRequirement)), ...compareOnPage(comparables, request.level)],
    judgedAt: lastJudged(manifests),
    // results hold no texts, and standard input is read only once
    moved: scored.length === 0 ? null : await findMovedOnPage(comparables, request),
    integrity: { findings, files: await verifyRuns(annotations) },
    settings: listSettings(request, annotations, results.map(patternOf)),
    manifests,
  };
  const { renderPage } = await import("../../report/html/page.js");
  return renderPage(page);
}

function refuseOtherJudges(models: readonly ScoredModel[]): void {
  const others = listOtherJudges(models);
  if (others.length > 0)
    throw new InputError(
      others.map((who) => ({ message: `different judges: ${who}` })),
      { hint: "a page on models of one judge; --across-judges shows them beside one another all the same" },
    );
}

async function scoreAll(
  request: RowsToScore,
  met: TextsMet,
): Promise<{ scored: ModelToShow[]; findings: readonly IntegrityFinding[] }> {
  const toScore = await readModelsToScore(request, met.see);
  const scores = scoreModels(toScore);
  const { models, options, findings } = toScore;
  const scored = models.map((model, i) => {
    const score = scores[i]!;
    return { model, score: { ...score, warnings: warningsBeside(findings, score) }, options };
  });
  return { scored, findings };
}

async function sortInputs(inputs: readonly string[]) {
  const annotations: ModelPath[] = [];
  const results: ModelPath[] = [];
  const paths = await expandModelPaths(inputs);
  await refuseSameFiles(paths);
  for (const modelPath of paths)
    ((await isScoreResultFile(modelPath.path)) ? results : annotations).push(modelPath);
  for (const { path } of annotations)
    if (!(await canReadAgain(path)))
      throw new UsageError(`a report reads annotations twice, so ${nameOfPath(path)} will not do`, {
        hint: "write the annotations to a file first",
      });
  return { annotations, results };
}

const shareOf = (limit: number, models: number) =>
  limit === 0 ? 0 : Math.min(mostPairsOfModel, Math.max(fewestPairsOfModel, Math.floor(limit / models)));

const defaultTitle = (models: readonly ModelPage[]) =>
  models.length === 1
    ? `${models[0]!.record.generator} against ${models[0]!.record.baseline}`
    : `Win rates of ${models.length} models`;

function listSettings(
  request: Resolved<ReportRequest, typeof reportOptions>,
  annotations: readonly string[],
  results: readonly string[],
) {
  const { difficulty, strength, level, seed } = request;
  const inputs = [
    ["Annotations", annotations],
    ["Results", results],
  ] as const;
  return [
    ["lceval", packageVersion()],
    ...inputs
      .filter(([, paths]) => paths.length > 0)
      .map(([name, paths]) => [name, paths.map((path) => basename(path)).join(", ")] as const),
    ["Difficulty", basename(difficulty)],
    ["Strength of the penalty", String(strength)],
    ["Intervals", `${scoreDefaults.interval}, ${inPercent(level)} %`],
    ["Seed", String(seed)],
  ] as const;
}
