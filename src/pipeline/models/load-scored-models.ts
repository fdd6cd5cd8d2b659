// Files of annotations, or of results written with `score -o` → scored models: the one door of comparisons, rankings, gates,
// pages and what continuous integration is told.
import { InputError } from "../../core/errors.js";
import type { RowInput } from "../../io/rows/located-row.js";
import { isScoreResultFile } from "../../io/wire/score-result/read-score-records.js";
import { acrossJudges, calledApart } from "../../metrics/score/scored-model.js";
import {
  expandModelPaths,
  type ModelPath,
  patternOf,
  refuseSameFiles,
} from "../annotation-files/model-paths.js";
import { type RowsToScore, requireFits, scoreFiles } from "../score/score.js";
import { readUnchangedRecords } from "./read-unchanged-records.js";
import { type LoadedModel, type ResultRequest, storedModel } from "./stored-model.js";

/**
 * Annotations are scored by `request`; results are taken as they are, but fitted anew where they are to be without difficulty.
 * @param how each file by itself, in the order of the files, and `apart` with the file behind a name that several have; or all
 *   annotations as one, behind the results, each model once
 * @throws InputError for a model that several files hold, where each is to be there once
 */
export async function loadScoredModels(
  paths: readonly RowInput[],
  request: Omit<RowsToScore, "annotations">,
  how: "each" | "apart" | "together",
): Promise<LoadedModel[]> {
  const models: LoadedModel[] = [];
  const files: string[] = [];
  const together: RowInput[] = [];
  const found = await expandModelPaths(paths);
  await refuseSameFiles(found);
  for (const modelPath of found) {
    const annotations = modelPath.rows ?? patternOf(modelPath);
    if (!modelPath.rows && (await isScoreResultFile(modelPath.path)))
      models.push(...(await readStoredModels(modelPath, request)));
    else if (how !== "together") models.push(...(await scoreAnnotations([annotations], request)));
    else together.push(annotations);
    while (files.length < models.length) files.push(modelPath.path);
  }
  if (how !== "together")
    return (how === "apart" ? tellApart(models, files) : models).map(
      request.acrossJudges ? acrossJudges : (model) => model,
    );
  if (together.length > 0) models.push(...(await scoreAnnotations(together, request)));
  refuseTwice(models);
  return request.acrossJudges ? models.map(acrossJudges) : models;
}

async function scoreAnnotations(
  annotations: readonly RowInput[],
  request: Omit<RowsToScore, "annotations">,
): Promise<LoadedModel[]> {
  const files = annotations.filter((input) => typeof input === "string");
  const scores = requireFits(await scoreFiles({ ...request, annotations }));
  return scores.map((score) => ({ ...score, files }));
}

/** Models of one name go by their files, too. */
const tellApart = (models: readonly LoadedModel[], files: readonly string[]): LoadedModel[] =>
  models.map((model, at) => {
    const { generator } = model;
    const others = models.filter((other, i) => i !== at && other.generator === generator);
    return others.length === 0 ? model : calledApart(model, `${generator} (${files[at]})`);
  });

function refuseTwice(models: readonly LoadedModel[]): void {
  const names = models.map(({ generator }) => generator);
  const twice = [...new Set(names.filter((name, i) => names.indexOf(name) !== i))];
  if (twice.length > 0)
    throw new InputError(
      twice.map((name) => ({ message: `several files hold results of ${name}` })),
      { hint: "name the models: NAME=FILE" },
    );
}

/**
 * The models of a result file, one of them under the name that the user gives it.
 * @throws InputError when the file cannot be read, or a name is given to several models
 */
export async function readStoredModels(
  { path, name }: ModelPath,
  request: ResultRequest,
): Promise<LoadedModel[]> {
  const records = await readUnchangedRecords(path);
  if (name !== undefined && records.length > 1)
    throw new InputError({
      file: path,
      message: `holds ${records.length} models (${records.map(({ generator }) => generator).join(", ")}), which cannot all be called ${name}`,
    });
  const models: LoadedModel[] = [];
  for (const record of records)
    models.push(await storedModel(name ? { ...record, generator: name } : record, request));
  return models;
}

/** The one model of a result file; where it holds several, the one of that name. @throws InputError when that leaves none */
export async function loadReference(
  path: string,
  generator: string,
  request: ResultRequest,
): Promise<LoadedModel> {
  const models = await readStoredModels({ path }, request);
  const found = models.length === 1 ? models[0] : models.find((model) => model.generator === generator);
  if (found) return found;
  throw new InputError({
    file: path,
    message: `holds ${models.length} models and none named ${generator}: ${models.map((model) => model.generator).join(", ")}`,
  });
}
