// Output files of a baseline and of models → the pairs to judge, with everything that did not become one.

import { countOf } from "../../core/count-of.js";
import { InputError, type InputProblem } from "../../core/errors.js";
import { quoteValue } from "../../core/quote-value.js";
import type { ItemColumns } from "../../io/layouts/item-columns.js";
import { describeLayouts, type OpenedItems } from "../../io/layouts/open-items.js";
import { isSameFile } from "../../io/rows/is-same-file.js";
import type { RowInput } from "../../io/rows/located-row.js";
import type { RowsOnDisk } from "../../io/rows/rows-on-disk.js";
import { percentText, roundPercent } from "../../numerics/percent.js";
import { ItemIndex, ItemNames } from "../../pairs/item-index.js";
import {
  type LazyList,
  type MatchedOutputs,
  type MatchedPair,
  matchOutputs,
} from "../../pairs/match-outputs.js";
import { type Item, type OutputRow, readItem } from "../../pairs/read-item.js";
import { sampleInstructions } from "../../pairs/sample-instructions.js";
import { isInShard, readShard } from "../../pairs/shard.js";
import { emptyBaseline, noBaseline } from "../../pairs/without-baseline.js";
import { expandModelPaths, type ModelPath, readModelPath } from "../annotation-files/model-paths.js";
import type { ResolvedAnnotateRequest } from "./annotate-request.js";
import {
  addQuestions,
  addStatedQuestions,
  holdsQuestions,
  joinQuestions,
  nameBaseline,
  type OutputsReading,
  openOutputs,
  type Questions,
  type ReadOutputs,
  readOutputs,
  splitByGenerator,
} from "./read-outputs.js";

/** Where the outputs are: paths, or rows at hand. */
export interface OutputsAtHand {
  readonly outputs: readonly RowInput[];
  readonly baseline: RowInput;
}

/** What the files of one model gave. */
export interface ModelPairs {
  readonly file: string;
  readonly generator: string;
  readonly pairs: LazyList<MatchedPair>;
  readonly matched: MatchedOutputs;
}

/** All pairs of a run, and what is to be said of how they were read. */
export interface PairsOfRun {
  readonly models: readonly ModelPairs[];
  /** Each `code: sentence`. */
  /** Null where there is none. */
  readonly baselineFile: string | null;
  readonly notes: readonly string[];
  /** Closes the files; no pair can be read afterwards. */
  readonly close: () => void;
}

/**
 * Reads and matches all files; with `maxInstances` the same instructions are sampled for every model.
 * @throws InputError for files and rows that cannot be read, duplicates, nothing matched, more unmatched rows than
 *   allowed, or two files that carry the same model's name
 */
export async function readPairs(
  request: ResolvedAnnotateRequest,
  inputs: OutputsAtHand = { outputs: request.modelOutputs, baseline: request.baseline },
): Promise<PairsOfRun> {
  const files: RowsOnDisk[] = [];
  const close = () => {
    for (const file of files.splice(0)) file.close();
  };
  try {
    return { ...(await matchFiles(request, inputs, (file) => files.push(file))), close };
  } catch (error) {
    close();
    throw error;
  }
}

async function matchFiles(
  request: ResolvedAnnotateRequest,
  inputs: OutputsAtHand,
  onOpen: (file: RowsOnDisk) => void,
) {
  const names = new ItemNames();
  const { baseline, models, notes } = await readSides(request, inputs, { ...request, names, onOpen });
  if (request.name !== undefined && models.length > 1)
    throw new InputError({
      message: `--name ${request.name} cannot name ${models.length} model files at once`,
    });
  const { idColumn = null, duplicates, itemField: itemFields } = request;
  const read: ModelPairs[] = [];
  for (const outputs of models) {
    const { model, other } = withEqualSamples(
      outputs,
      baseline ?? { ...outputs, ...emptyBaseline(outputs) },
      () => new ItemIndex(names, { ...anyReading, idColumn, itemFields }),
    );
    const matched = withoutNulls(
      matchOutputs({
        baseline: { ...other, generator: baseline ? baseline.generator : noBaseline },
        model,
        names,
        idColumn,
        itemFields,
        duplicates,
      }),
      [...model.withoutOutput, ...other.withoutOutput],
    );
    if (matched.problems.length > 0) throw new InputError(withoutRepetitions(matched.problems));
    const { file } = outputs;
    refuseUnmatched(file, matched, request, model.unanswered);
    const { pairs } = matched;
    refuseOneName(file, pairs);
    read.push({ file, generator: pairs.at(0).model.generator, pairs, matched });
  }
  refuseSharedNames(read);
  const sampled =
    request.maxInstances === undefined ? read : sampleAll(read, request.maxInstances, request.seed);
  const shard = request.shard === undefined ? null : readShard(request.shard)!;
  const shared = sampled.map((model) =>
    shard === null
      ? model
      : { ...model, pairs: model.pairs.filter(({ instruction }) => isInShard(instruction.id, shard)) },
  );
  const baselineFile = baseline ? baseline.file : null;
  return {
    models: shared,
    baselineFile,
    notes: [...notes, ...noteNulls(baseline ? [baseline, ...models] : models)],
  };
}

async function readSides(request: ResolvedAnnotateRequest, inputs: OutputsAtHand, reading: OutputsReading) {
  const files = await expandModelPaths(inputs.outputs);
  const { layout } = request;
  const opened: OpenedItems[] = [];
  for (const { path, rows } of files)
    opened.push(
      await openOutputs(rows ?? path, { columns: request.outputColumns, layout, option: "--output-columns" }),
    );
  const base: ModelPath =
    typeof inputs.baseline === "string"
      ? await readModelPath(inputs.baseline)
      : { path: inputs.baseline.name, rows: inputs.baseline };
  const other =
    request.baseline === noBaseline
      ? null
      : await openOutputs(base.rows ?? base.path, {
          columns: request.baselineColumns,
          layout,
          option: "--baseline-columns",
        });
  if ([...opened, ...(other ? [other] : [])].some(({ choice }) => !("layout" in choice)))
    (await import("./refuse-unknown-layouts.js")).refuseUnknownLayouts(opened, other);
  if (other && holdsQuestions(other)) throw holdsNoAnswers(other.file, "--baseline-columns");
  const questions: Questions = new Map();
  for (const each of opened.filter(holdsQuestions)) await addQuestions(each, questions);
  const same = new Set<string>();
  for (const { path, rows } of other ? files : [])
    if (!rows && (await isSameFile(path, base.path))) same.add(path);
  // of one table with a column a model, a model is called as its column is
  const areColumns = same.size > 0 && !isSameMap(request.outputColumns, request.baselineColumns);
  const nameOf = (columns?: ItemColumns) =>
    areColumns ? String(columns?.get("output") ?? "output") : undefined;
  const given =
    other && (await readOutputs(base.rows ?? base.path, other, reading, nameOf(request.baselineColumns)));
  const read: ReadOutputs[] = [];
  for (const [i, each] of opened.entries()) {
    if (holdsQuestions(each)) continue;
    const { path, rows, name } = files[i]!;
    const ofColumn = same.has(path) ? nameOf(request.outputColumns) : undefined;
    read.push(
      ...splitByGenerator(await readOutputs(rows ?? path, each, reading, ofColumn), name ?? request.name),
    );
  }
  if (read.length === 0) throw holdsNoAnswers(files.map(({ path }) => path).join(", "), "--output-columns");
  const all = given ? [given, ...read] : read;
  if (all.some(({ unasked }) => unasked.length > 0))
    for (const each of all) addStatedQuestions(each, questions);
  const notes = describeLayouts(other ? [...opened, other] : opened);
  for (const file of areColumns ? [] : same)
    notes.push(`same-file: ${file} is the model's file and the baseline's: its pairs are ties`);
  return {
    baseline: given && nameBaseline(joinQuestions(given, questions), base.name),
    models: read.map((outputs) => joinQuestions(outputs, questions)),
    notes,
  };
}

const isSameMap = (one?: ItemColumns, other?: ItemColumns) =>
  String([...(one ?? [])]) === String([...(other ?? [])]);

const holdsNoAnswers = (file: string, option: string) =>
  new InputError(
    { file, message: "holds questions and no answers" },
    { hint: `where a column holds the answers, name it: ${option} output=…` },
  );

/** Where a model answers several times, the baseline's only answer stands against each. */
function withEqualSamples(model: ReadOutputs, other: ReadOutputs, newIndex: () => ItemIndex) {
  const samples = Math.max(model.lastSample, other.lastSample) + 1;
  const repeat = (outputs: ReadOutputs): ReadOutputs => {
    if (samples === 0 || outputs.lastSample >= 0) return outputs;
    const at = (row: number) => {
      const found = outputs.rows.at(Math.floor(row / samples))!;
      return { ...found, columns: { ...found.columns, sample: row % samples } };
    };
    return { ...outputs, rows: { length: samples * outputs.rows.length, at }, index: newIndex() };
  };
  return { model: repeat(model), other: repeat(other) };
}

/** Instructions that one side has no answer to, by its own word, are not missing by mistake. */
function withoutNulls(matched: MatchedOutputs, nulls: readonly OutputRow[]): MatchedOutputs {
  if (nulls.length === 0) return matched;
  const texts = new Set(
    nulls.flatMap((row) => {
      const item = readItem({ ...row, columns: { ...row.columns, output: "" } }, anyReading);
      return "instruction" in item ? [item.instruction.text] : [];
    }),
  );
  const isMissing = ({ instruction }: Item) => !texts.has(instruction.text);
  return {
    ...matched,
    withoutModel: matched.withoutModel.filter(isMissing),
    withoutBaseline: matched.withoutBaseline.filter(isMissing),
  };
}

const anyReading = { idColumn: null, generator: null, fallbackGenerator: "" };

const noteNulls = (outputs: readonly ReadOutputs[]): string[] =>
  outputs
    .filter(({ withoutOutput }) => withoutOutput.length > 0)
    .map(
      ({ file, withoutOutput }) =>
        `no-output: ${file}: ${countOf(withoutOutput.length, "row")} without an answer (null), passed over`,
    );

/** A row that is on both sides, because there is no baseline, is told once. */
const withoutRepetitions = (problems: readonly InputProblem[]): InputProblem[] => [
  ...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values(),
];

function refuseUnmatched(
  file: string,
  matched: MatchedOutputs,
  request: ResolvedAnnotateRequest,
  withoutAnswer: number,
): void {
  const { pairs, withoutModel, withoutBaseline } = matched;
  const unmatched = withoutModel.length + withoutBaseline.length;
  const share = unmatched / (pairs.length + unmatched);
  if (pairs.length > 0 && share <= request.maxUnmatched) return;
  const what =
    pairs.length === 0
      ? "no instruction is the same in both files"
      : `${pairs.length} instructions match, and ${unmatched} do not (${percentText(share, 1)} %, allowed are ${roundPercent(request.maxUnmatched)} %)`;
  const problems: InputProblem[] = [
    { file, message: `against ${request.baseline}: ${what}` },
    ...(withoutAnswer > 0
      ? [
          {
            file,
            message: `${countOf(withoutAnswer, "instruction")} without an answer; the same \`lceval generate\` command asks for them again`,
          },
        ]
      : []),
    ...matched.nearMisses.map(({ model, baseline, reasons }) => ({
      file: model.file,
      row: model.row,
      field: "instruction",
      message: `differs from row ${baseline.row} of ${baseline.file} only in: ${reasons.join(", ")}`,
    })),
    ...withoutModel.map(({ file, row }) => ({
      ...{ file, row },
      message: "has no counterpart in the model's file",
    })),
    ...withoutBaseline.map(({ file, row }) => ({
      ...{ file, row },
      message: "has no counterpart in the baseline's file",
    })),
  ];
  throw new InputError(problems, {
    hint: "allow some with --max-unmatched PERCENT, or match by an id with --id-column",
  });
}

/** Verdicts on two answers of one name could not be told apart afterwards. */
function refuseOneName(file: string, pairs: MatchedOutputs["pairs"]): void {
  const { model, baseline } = pairs.at(0);
  if (model.generator !== baseline.generator) return;
  if (pairs.filter((pair) => pair.model.output !== pair.baseline.output).length === 0) return;
  throw new InputError(
    {
      file,
      field: "generator",
      message: `is ${quoteValue(model.generator)}, as is the baseline's, and their answers differ`,
    },
    { hint: "name the model: NAME=FILE" },
  );
}

function refuseSharedNames(models: readonly ModelPairs[]): void {
  const fileByName = new Map<string, string>();
  for (const { generator, file } of models) {
    const other = fileByName.get(generator);
    if (other !== undefined) {
      throw new InputError(
        { file, field: "generator", message: `is ${JSON.stringify(generator)}, as in ${other}` },
        { hint: "name each: NAME=FILE" },
      );
    }
    fileByName.set(generator, file);
  }
}

function sampleAll(models: readonly ModelPairs[], count: number, seed: number): ModelPairs[] {
  const idOf = ({ instruction }: MatchedPair) => instruction.id;
  const ids = models.flatMap(({ pairs }) => pairs.map(idOf));
  const sample = sampleInstructions(ids, count, seed);
  return models.map((model) => ({ ...model, pairs: model.pairs.filter((pair) => sample.has(idOf(pair))) }));
}
