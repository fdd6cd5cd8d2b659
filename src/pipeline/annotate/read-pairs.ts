// Output files of a baseline and of models → the pairs to judge, with everything that did not become one.
import { countOf } from "../../core/count-of.js";
import { InputError, type InputProblem } from "../../core/errors.js";
import { expandPaths } from "../../io/rows/expand-paths.js";
import { nameAfterFile } from "../../io/rows/name-after-file.js";
import { readRows } from "../../io/rows/read-rows.js";
import { requireColumn } from "../../io/rows/require-column.js";
import { isAnnotationJournal } from "../../io/wire/annotation-journal.js";
import { type MatchedOutputs, matchOutputs, type OutputSet } from "../../pairs/match-outputs.js";
import type { Pair } from "../../pairs/pair.js";
import type { OutputRow } from "../../pairs/read-item.js";
import { sampleInstructions } from "../../pairs/sample-instructions.js";
import { baselineOfNobody, nobody } from "../../pairs/without-baseline.js";
import type { ResolvedAnnotateRequest } from "./annotate-request.js";

/** What the files of one model gave. */
export interface ModelPairs {
  readonly file: string;
  readonly generator: string;
  readonly pairs: readonly Pair[];
  readonly matched: MatchedOutputs;
}

/**
 * Reads and matches all files; with `maxInstances` the same instructions are sampled for every model.
 *
 * @throws InputError for rows that cannot be read, duplicates, nothing matched, more unmatched rows than allowed, or
 *   two files that carry the same model's name
 */
export async function readPairs(request: ResolvedAnnotateRequest): Promise<ModelPairs[]> {
  const files = await expandPaths(request.modelOutputs);
  if (request.name !== undefined && files.length > 1) {
    throw new InputError({
      message: `--name ${request.name} cannot name ${files.length} model files at once`,
    });
  }
  const common =
    request.baseline === nobody
      ? null
      : { ...(await readOutputs(request.baseline, request.idColumn)), generator: null };
  const models: ModelPairs[] = [];
  for (const file of files) {
    const model = { ...(await readOutputs(file, request.idColumn)), generator: request.name ?? null };
    const { idColumn = null, duplicates } = request;
    const baseline = common ?? baselineOfNobody(model);
    const matched = matchOutputs({ baseline, model, idColumn, duplicates });
    if (matched.problems.length > 0) throw new InputError(withoutRepetitions(matched.problems));
    refuseUnmatched(file, matched, request, model.withoutAnswer);
    models.push({ file, generator: matched.pairs[0]!.model.generator, pairs: matched.pairs, matched });
  }
  refuseSharedNames(models);
  return request.maxInstances === undefined ? models : sampleAll(models, request.maxInstances, request.seed);
}

/** A row that is on both sides, because there is no baseline, is told once. */
const withoutRepetitions = (problems: readonly InputProblem[]): InputProblem[] => [
  ...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values(),
];

async function readOutputs(
  path: string,
  idColumn: string | undefined,
): Promise<Omit<OutputSet, "generator"> & { withoutAnswer: number }> {
  const rows: OutputRow[] = [];
  const unanswered = new Set<unknown>();
  // an outputs file may be the journal of `lceval generate`
  for await (const batch of readRows(path, { journal: await isAnnotationJournal(path) })) {
    if (idColumn !== undefined && rows.length === 0) requireColumn(batch, idColumn, "--id-column");
    for (const { file, row, value } of batch) {
      const key = keyOfGeneration(value);
      if (key !== null && value.output === null) unanswered.add(key);
      else {
        unanswered.delete(key);
        rows.push({ file, row, columns: value });
      }
    }
  }
  return { rows, fallbackGenerator: nameAfterFile(path), withoutAnswer: unanswered.size };
}

/** What `generate` names a row's question by; a row of it without an output says that there is no answer, until a later one. */
function keyOfGeneration({ generation }: Readonly<Record<string, unknown>>): unknown {
  return typeof generation === "object" && generation !== null
    ? ((generation as { key?: unknown }).key ?? generation)
    : null;
}

function refuseUnmatched(
  file: string,
  matched: MatchedOutputs,
  request: ResolvedAnnotateRequest,
  withoutAnswer: number,
): void {
  const { pairs, withoutModel, withoutBaseline } = matched;
  const unmatched = withoutModel.length + withoutBaseline.length;
  const percent = (100 * unmatched) / (pairs.length + unmatched);
  if (pairs.length > 0 && percent <= request.maxUnmatched) return;
  const what =
    pairs.length === 0
      ? "no instruction is the same in both files"
      : `${pairs.length} instructions match, and ${unmatched} do not (${percent.toFixed(1)} %, allowed are ${request.maxUnmatched} %)`;
  const problems: InputProblem[] = [
    { file, message: `against ${request.baseline}: ${what}` },
    ...(withoutAnswer > 0
      ? [
          {
            file,
            message: `${countOf(withoutAnswer, "answer")} missing yet: the same \`lceval generate\` asks for them again`,
          },
        ]
      : []),
    ...matched.nearMisses.map(({ model, baseline, reasons }) => ({
      file: model.file,
      row: model.row,
      field: "instruction",
      message: `differs from row ${baseline.row} of ${baseline.file} only in: ${reasons.join(", ")}`,
    })),
    ...withoutModel.map((item) => ({
      file: item.file,
      row: item.row,
      message: "has no counterpart in the model's file",
    })),
    ...withoutBaseline.map((item) => ({
      file: item.file,
      row: item.row,
      message: "has no counterpart in the baseline's file",
    })),
  ];
  throw new InputError(problems, {
    hint: "allow some with --max-unmatched PERCENT, or match by an id with --id-column",
  });
}

function refuseSharedNames(models: readonly ModelPairs[]): void {
  const fileByName = new Map<string, string>();
  for (const { generator, file } of models) {
    const other = fileByName.get(generator);
    if (other !== undefined) {
      throw new InputError(
        { file, field: "generator", message: `is ${JSON.stringify(generator)}, as in ${other}` },
        { hint: "annotate them one at a time, with --name" },
      );
    }
    fileByName.set(generator, file);
  }
}

function sampleAll(models: readonly ModelPairs[], count: number, seed: number): ModelPairs[] {
  const ids = models.flatMap(({ pairs }) => pairs.map((pair) => pair.instruction.id));
  const sample = sampleInstructions(ids, count, seed);
  return models.map((model) => ({
    ...model,
    pairs: model.pairs.filter((pair) => sample.has(pair.instruction.id)),
  }));
}
