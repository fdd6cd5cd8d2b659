// An annotation file → what it already holds, of each task and of all together.
import { InputError, type InputProblem } from "../../../core/errors.js";
import { statedId } from "../../../core/item-identity.js";
import { ForeignFileWatch } from "../../../io/durable/foreign-file.js";
import { readJournal } from "../../../io/durable/journal.js";
import { readRuleOfRow } from "../../../io/wire/annotation-row.js";
import { type Annotation, type UnjudgedReason, unjudgedReasons } from "./annotation.js";
import { keyOfLine, pairKeyOfLine } from "./judgement-task.js";
import { createOrderEffect, type OrderEffect } from "./order-effect.js";

/** What a line says of its task: a verdict, a failure that may pass or that lasts, or that a rule left it out. */
export type LineStatus = "judged" | (typeof unjudgedReasons)[UnjudgedReason];

export interface JournalState {
  readonly path: string;
  /** By task key, the better of its lines. */
  readonly statusByKey: ReadonlyMap<string, LineStatus>;
  /** By task key, why there is no verdict; of tasks without one. */
  readonly reasonByKey: ReadonlyMap<string, string>;
  /** By model, how many tasks have a line. */
  readonly tasksByGenerator: ReadonlyMap<string, number>;
  /** By model, the rules that its lines were asked under, as JSON: "null" for none. */
  readonly rulesByGenerator: ReadonlyMap<string, ReadonlySet<string>>;
  /** Pair ids that the file has under a model, a baseline and an instruction. */
  readonly pairsByName: ReadonlyMap<string, ReadonlySet<string>>;
  /** Fingerprints in the file, each with its judge's name and where it was first seen. */
  readonly judges: ReadonlyMap<string, { readonly name: string; readonly row: number }>;
  readonly servedModels: ReadonlySet<string>;
  /** By reason, one line's words on why there is no verdict. */
  readonly exampleByReason: ReadonlyMap<string, string>;
  /** A judge has replied before. */
  readonly hasReplies: boolean;
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
  const state = emptyState(path);
  const problems: InputProblem[] = [];
  const watch = new ForeignFileWatch();
  for await (const entry of readJournal(path)) {
    if (!watch.isLine(entry)) continue;
    const line = readLine(entry.value);
    if (line !== null) addLine(state, line, entry.row);
    else problems.push({ file: path, row: entry.row, message: "is not a line that `lceval annotate` wrote" });
  }
  if (problems.length > 0) {
    throw new InputError(problems, { hint: "name a new file with -o; this one is left as it is" });
  }
  watch.check(path);
  return { ...state, fragments: watch.fragments };
}

/** Of a run that writes no file. */
export const noJournal = (): JournalState => ({ ...emptyState(""), fragments: [] });

const emptyState = (path: string) => ({
  path,
  statusByKey: new Map<string, LineStatus>(),
  reasonByKey: new Map<string, string>(),
  tasksByGenerator: new Map<string, number>(),
  rulesByGenerator: new Map<string, Set<string>>(),
  pairsByName: new Map<string, Set<string>>(),
  judges: new Map<string, { name: string; row: number }>(),
  servedModels: new Set<string>(),
  exampleByReason: new Map<string, string>(),
  hasReplies: false as boolean,
  orderEffect: createOrderEffect(),
});

type ReadLine = NonNullable<ReturnType<typeof readLine>>;

function addLine(state: ReturnType<typeof emptyState>, line: ReadLine, row: number): void {
  const { statusByKey, reasonByKey, tasksByGenerator, pairsByName, judges, servedModels } = state;
  const known = statusByKey.get(line.key);
  if (known === undefined)
    tasksByGenerator.set(line.generator, (tasksByGenerator.get(line.generator) ?? 0) + 1);
  if (known !== "judged") {
    statusByKey.set(line.key, line.status);
    if (line.status === "judged") reasonByKey.delete(line.key);
    else {
      reasonByKey.set(line.key, line.reason);
      if (line.detail !== null) state.exampleByReason.set(line.reason, line.detail);
    }
    if (line.isShown) state.orderEffect.add(line);
  }
  const rules = state.rulesByGenerator.get(line.generator) ?? new Set();
  state.rulesByGenerator.set(line.generator, rules.add(line.rule));
  const pairs = pairsByName.get(line.name) ?? new Set();
  pairsByName.set(line.name, pairs.add(line.pairId));
  if (!judges.has(line.fingerprint)) judges.set(line.fingerprint, { name: line.judge, row });
  state.hasReplies ||= line.hasReply;
  if (line.servedModel !== null) servedModels.add(line.servedModel);
}

function readLine(value: Readonly<Record<string, unknown>>) {
  const { pair_id, order, repeat, status, reason, generator_1, generator_2 } = value;
  const { instruction_id, instruction, input } = value;
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
    name: nameOfPair(
      String(generator_1),
      String(generator_2),
      statedId(String(instruction_id), instruction, input),
    ),
    rule: JSON.stringify(readRuleOfRow(value.until)),
    pairId: pair_id,
    fingerprint,
    judge: String(judge?.name),
    servedModel: typeof judge?.served_model === "string" ? judge.served_model : null,
    reason: String(reason ?? "of unknown reason"),
    detail: typeof value.detail === "string" ? value.detail : null,
    hasReply: value.raw_completion !== null && value.raw_completion !== undefined,
    status:
      status === "judged" ? ("judged" as const) : (unjudgedReasons[reason as UnjudgedReason] ?? "passing"),
  };
}

/** Whether a judge was shown both answers: not a tie by rule, not taken over, no word on one answer. */
const isComparison = ({ source, judge }: Readonly<Record<string, unknown>>) =>
  source !== "identical" &&
  source !== "reused" &&
  (judge as { answers_shown?: unknown } | null)?.answers_shown !== 1;

/** What is the same for all verdicts on one instruction and one model's answer to it, whatever the answers say. */
export const nameOfPair = (baseline: string, model: string, instructionId: string) =>
  JSON.stringify([baseline, model, instructionId]);
