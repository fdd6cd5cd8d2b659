// What an annotation file already holds → which tasks are still to be asked, and whether the file belongs to another
// judge or other outputs, whose verdicts must not be mixed with these.
import { InputError, type InputProblem } from "../core/errors.js";
import { readJournal } from "../io/journal.js";
import { type Annotation, type UnjudgedReason, unjudgedReasons } from "./annotation.js";
import { type JudgementTask, keyOfLine, pairKey, pairKeyOfLine, taskKey } from "./judgement-task.js";
import { isHalf } from "./one-answer-judges.js";
import { createOrderEffect, type OrderEffect } from "./order-effect.js";

/** What a line says of its task: a verdict, or a failure that may pass or that lasts. */
export type LineStatus = "judged" | "passing" | "lasting";

export interface JournalState {
  readonly path: string;
  /** By task key, the better of its lines. */
  readonly statusByKey: ReadonlyMap<string, LineStatus>;
  /** By task key, why there is no verdict; of tasks without one. */
  readonly reasonByKey: ReadonlyMap<string, string>;
  /** By model, how many tasks have a line. */
  readonly tasksByGenerator: ReadonlyMap<string, number>;
  /** Pair ids that the file has under a model, a baseline and an instruction. */
  readonly pairsByName: ReadonlyMap<string, ReadonlySet<string>>;
  /** Fingerprints in the file, each with its judge's name and where it was first seen. */
  readonly judges: ReadonlyMap<string, { readonly name: string; readonly row: number }>;
  readonly servedModels: ReadonlySet<string>;
  /** What the order of presentation did to the verdicts in the file; a run goes on counting here. */
  readonly orderEffect: OrderEffect;
  /** Lines torn by a crash; they are skipped. */
  readonly fragments: readonly number[];
}

/** What an annotation's line will be read as. */
export const statusOf = (annotation: Annotation): LineStatus =>
  annotation.status === "judged" ? "judged" : unjudgedReasons[annotation.reason];

/** Reads the file; one that is not there is empty. @throws InputError when it cannot be read or is no annotation file */
export async function readJournalState(path: string): Promise<JournalState> {
  const statusByKey = new Map<string, LineStatus>();
  const reasonByKey = new Map<string, string>();
  const tasksByGenerator = new Map<string, number>();
  const pairsByName = new Map<string, Set<string>>();
  const judges = new Map<string, { name: string; row: number }>();
  const servedModels = new Set<string>();
  const orderEffect = createOrderEffect();
  const fragments: number[] = [];
  const problems: InputProblem[] = [];
  for await (const entry of readJournal(path)) {
    if (entry.kind === "fragment") {
      fragments.push(entry.row);
      continue;
    }
    const line = readLine(entry.value);
    if (line === null) {
      problems.push({ file: path, row: entry.row, message: "is not a line that `lceval annotate` wrote" });
      continue;
    }
    const known = statusByKey.get(line.key);
    if (known === undefined)
      tasksByGenerator.set(line.generator, (tasksByGenerator.get(line.generator) ?? 0) + 1);
    if (known !== "judged") {
      statusByKey.set(line.key, line.status);
      if (line.status === "judged") reasonByKey.delete(line.key);
      else reasonByKey.set(line.key, line.reason);
      if (line.isShown) orderEffect.add(line);
    }
    const pairs = pairsByName.get(line.name) ?? new Set();
    pairsByName.set(line.name, pairs.add(line.pairId));
    if (!judges.has(line.fingerprint)) judges.set(line.fingerprint, { name: line.judge, row: entry.row });
    if (line.servedModel !== null) servedModels.add(line.servedModel);
  }
  if (problems.length > 0) {
    throw new InputError(problems, { hint: "name a new file with -o; this one is left as it is" });
  }
  return {
    path,
    statusByKey,
    reasonByKey,
    tasksByGenerator,
    pairsByName,
    judges,
    servedModels,
    orderEffect,
    fragments,
  };
}

function readLine(value: Readonly<Record<string, unknown>>) {
  const { pair_id, order, repeat, status, reason, instruction_id, generator_1, generator_2 } = value;
  const judge = value.judge as { name?: unknown; fingerprint?: unknown; served_model?: unknown } | null;
  const fingerprint = judge?.fingerprint;
  if (typeof pair_id !== "string" || typeof order !== "string" || typeof fingerprint !== "string")
    return null;
  const preference = typeof value.preference === "number" ? value.preference - 1 : null;
  return {
    key: keyOfLine(pair_id, fingerprint, order, Number(repeat ?? 0)),
    pairKey: pairKeyOfLine(pair_id, fingerprint, Number(repeat ?? 0)),
    order,
    preference: preference ?? Number.NaN,
    isShown: preference !== null && isComparison(value),
    generator: String(generator_2),
    name: nameOf(String(generator_1), String(generator_2), String(instruction_id)),
    pairId: pair_id,
    fingerprint,
    judge: String(judge?.name),
    servedModel: typeof judge?.served_model === "string" ? judge.served_model : null,
    reason: String(reason ?? "of unknown reason"),
    status:
      status === "judged" ? ("judged" as const) : (unjudgedReasons[reason as UnjudgedReason] ?? "passing"),
  };
}

/** Whether a judge was shown both answers: not a tie by rule, not taken over, no word on one answer. */
const isComparison = ({ source, judge }: Readonly<Record<string, unknown>>) =>
  source !== "identical" &&
  source !== "reused" &&
  (judge as { answers_shown?: unknown } | null)?.answers_shown !== 1;

/**
 * The tasks that the file has no line for, or one that may be replaced. Of two halves of a question that say something
 * only together (see one-answer-judges) both are asked, unless one has its verdict.
 *
 * @param retryFailed ask lasting failures (refused, unparsable) once more too
 */
export function pendingTasks(
  state: JournalState,
  tasks: readonly JudgementTask[],
  retryFailed: boolean,
): { readonly task: JudgementTask; readonly isRetry: boolean }[] {
  const statusOfTask = (task: JudgementTask) => state.statusByKey.get(taskKey(task));
  const isOpen = (status: LineStatus | undefined) =>
    status === undefined || status === "passing" || (status === "lasting" && retryFailed);
  const openHalves = new Set(tasks.filter((task) => isHalf(task) && isOpen(statusOfTask(task))).map(pairKey));
  return tasks.flatMap((task) => {
    const status = statusOfTask(task);
    const isWanted = isOpen(status) || (status === "lasting" && openHalves.has(pairKey(task)));
    return isWanted ? [{ task, isRetry: status === "lasting" && retryFailed }] : [];
  });
}

/** @throws InputError (exit 3) when the file holds another judge's lines, or other outputs under the same names */
export function refuseForeignJournal(state: JournalState, tasks: readonly JudgementTask[]): void {
  const ours = new Set(tasks.map(({ judge }) => judge.fingerprint));
  const foreign = [...state.judges].filter(([fingerprint]) => !ours.has(fingerprint));
  const hint = "name a new file with -o, so that the verdicts are not mixed";
  if (foreign.length > 0 && tasks.length > 0) {
    const names = foreign
      .map(([fingerprint, { name }]) => `${name} (${fingerprint.slice(0, 12)})`)
      .join(", ");
    const message = `holds verdicts of another judge or prompt: ${names}; this run's is ${tasks[0]!.annotator} (${tasks[0]!.judge.fingerprint.slice(0, 12)})`;
    throw new InputError({ file: state.path, row: foreign[0]![1].row, message }, { hint });
  }
  const changed = tasks.filter(({ pair }) => {
    const known = state.pairsByName.get(
      nameOf(pair.baseline.generator, pair.model.generator, pair.instruction.id),
    );
    return known !== undefined && !known.has(pair.id);
  });
  if (changed.length > 0) {
    const { pair } = changed[0]!;
    const message = `holds verdicts on other outputs of ${pair.model.generator} (or of ${pair.baseline.generator}) for ${new Set(changed.map((task) => task.pair.id)).size} of these instructions; the first: ${JSON.stringify(pair.instruction.text.slice(0, 60))}`;
    throw new InputError({ file: state.path, message }, { hint: `${hint}, or the new outputs with --name` });
  }
}

const nameOf = (baseline: string, model: string, instructionId: string) =>
  JSON.stringify([baseline, model, instructionId]);
