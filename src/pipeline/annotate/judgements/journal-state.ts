// An annotation file, and what a run adds to it → of each judgement whether it is there, and why it has no verdict: a byte
// for each, by the number of its pair.
import { InputError, type InputProblem } from "../../../core/errors.js";
import { sha256 } from "../../../core/hash.js";
import { statedId } from "../../../core/item-identity.js";
import { TextTable } from "../../../core/text-table.js";
import { ForeignFileWatch } from "../../../io/durable/foreign-file.js";
import { readJournal } from "../../../io/durable/journal.js";
import { readRuleOfRow } from "../../../io/wire/annotation-row.js";
import { type Annotation, type UnjudgedReason, unjudgedReasons } from "./annotation.js";
import type { JudgementTask } from "./judgement-task.js";
import type { OrderCounts } from "./order-counts.js";

/** What a line says of its task: a verdict, a failure that may pass or that lasts, or that a rule left it out. */
export type LineStatus = "judged" | (typeof unjudgedReasons)[UnjudgedReason];

/** What makes two lines answers to the same question. */
export interface AskedTask {
  readonly pairId: string;
  readonly fingerprint: string;
  readonly order: string;
  readonly repeat: number;
}

/** What a line says of it. */
interface Said {
  /** Null for a verdict, else why there is none, and in whose words. */
  readonly failure: { readonly reason: string; readonly detail: string | null } | null;
  /** P(model beats baseline) where a judge was shown both answers, else null. */
  readonly shownPreference: number | null;
}

/** The tasks of a run, by what the file says of them. */
export interface TaskTally {
  /** Tasks without a line. */
  readonly open: number;
  /** Tasks whose line says that a rule left them out. */
  readonly unasked: number;
  /** Tasks with a line but no verdict; of them, those that a rerun asks for again, and those that it does not. */
  readonly unjudged: number;
  readonly passing: number;
  readonly lasting: number;
  readonly unjudgedByReason: Readonly<Record<string, number>>;
}

export const askedOf = ({ pair, judge, order, repeat }: JudgementTask): AskedTask => ({
  pairId: pair.id,
  fingerprint: judge.fingerprint,
  order,
  repeat,
});

// a cell: whether it is a task of the run, who won (0 unknown), and 1 for a verdict or 2 + the number of a reason
const isTask = 0x80;
const wonShift = 5;
const said = 0x1f;
const mostReasons = 29;

export class JournalState {
  /** By model, how many tasks have a line. */
  readonly tasksByGenerator = new Map<string, number>();
  /** By model, the rules that its lines were asked under, as JSON: "null" for none. */
  readonly rulesByGenerator = new Map<string, Set<string>>();
  /** Fingerprints in the file, each with its judge's name and where it was first seen. */
  readonly judges = new Map<string, { readonly name: string; readonly row: number }>();
  readonly servedModels = new Set<string>();
  /** By reason, one line's words on why there is no verdict. */
  readonly exampleByReason = new Map<string, string>();
  /** A judge has replied before. */
  hasReplies = false;
  /** What the order of presentation did to the verdicts. */
  readonly orderEffect: OrderCounts = { shown: 0, preferredFirst: 0, shownBothWays: 0, flipped: 0 };
  /** Lines torn by a crash; they are skipped. */
  fragments: readonly number[] = [];
  readonly #pairs = new TextTable();
  /** Hashes of the models and instructions of the file's pairs. */
  readonly #names = new TextTable();
  /** By judge, repeat and order: a byte a pair. */
  readonly #planes = new Map<string, Uint8Array>();
  readonly #reasons: string[] = [];

  /** @param path empty for a run that writes no file */
  constructor(readonly path: string) {}

  get pairs(): number {
    return this.#pairs.size;
  }

  /** The pair's number: below what `pairs` was for one that was known. */
  pairNumber = (id: string): number => this.#pairs.findOrAdd(id);

  /** Whether the file has verdicts on that model, baseline and instruction, on whatever outputs. */
  hasName(name: string): boolean {
    if (this.#names.size === 0) return false;
    const known = this.#names.size;
    return this.#names.findOrAdd(sha256(name)) < known;
  }

  /** Takes note of a judgement of the run. */
  expect(asked: AskedTask): void {
    this.#set(asked, (cell) => cell | isTask);
  }

  /** Null for a task without a line. */
  statusOf(asked: AskedTask): LineStatus | null {
    const code = this.#cell(asked) & said;
    if (code === 0) return null;
    return code === 1 ? "judged" : statusOfReason(this.#reasons[code - 2]!);
  }

  /** Why there is no verdict. */
  reasonOf = (asked: AskedTask): string | undefined => this.#reasons[(this.#cell(asked) & said) - 2];

  /** Takes over what a line says, unless the task has its verdict. */
  add(asked: AskedTask, { failure, shownPreference }: Said): void {
    const known = this.#cell(asked);
    if ((known & said) === 1) return;
    let code = 1;
    if (failure !== null) {
      code = 2 + this.#numberOf(failure.reason);
      if (failure.detail !== null) this.exampleByReason.set(failure.reason, failure.detail);
    }
    const won = shownPreference === null ? 0 : this.#countOrder(asked, shownPreference);
    this.#set(asked, (cell) => (cell & isTask) | (won << wonShift) | code);
  }

  /** Reads a line of the file. @returns false for one that `lceval annotate` did not write */
  read(value: Readonly<Record<string, unknown>>, row: number): boolean {
    const line = readLine(value);
    if (line === null) return false;
    const { asked, generator, fingerprint, servedModel } = line;
    if (this.statusOf(asked) === null)
      this.tasksByGenerator.set(generator, (this.tasksByGenerator.get(generator) ?? 0) + 1);
    this.add(asked, line);
    const rules = this.rulesByGenerator.get(generator) ?? new Set();
    this.rulesByGenerator.set(generator, rules.add(line.rule));
    this.#names.findOrAdd(sha256(line.name));
    if (!this.judges.has(fingerprint)) this.judges.set(fingerprint, { name: line.judge, row });
    this.hasReplies ||= line.hasReply;
    if (servedModel !== null) this.servedModels.add(servedModel);
    return true;
  }

  tally(): TaskTally {
    const counts = { open: 0, unasked: 0, judged: 0, passing: 0, lasting: 0 };
    const unjudgedByReason: Record<string, number> = {};
    for (const plane of this.#planes.values())
      for (const [code, count] of countCells(plane).entries()) {
        if (count === 0) continue;
        const reason = this.#reasons[code - 2];
        const status = reason === undefined ? "judged" : statusOfReason(reason);
        counts[code === 0 ? "open" : status] += count;
        if (reason !== undefined && status !== "unasked")
          unjudgedByReason[reason] = (unjudgedByReason[reason] ?? 0) + count;
      }
    const { open, unasked, passing, lasting } = counts;
    return { open, unasked, unjudged: passing + lasting, passing, lasting, unjudgedByReason };
  }

  #cell({ pairId, fingerprint, order, repeat }: AskedTask): number {
    return this.#planes.get(`${fingerprint} ${repeat} ${order}`)?.[this.#pairs.findOrAdd(pairId)] ?? 0;
  }

  #set({ pairId, fingerprint, order, repeat }: AskedTask, change: (cell: number) => number): void {
    const key = `${fingerprint} ${repeat} ${order}`;
    const pair = this.#pairs.findOrAdd(pairId);
    let plane = this.#planes.get(key) ?? new Uint8Array(1024);
    if (pair >= plane.length) {
      const larger = new Uint8Array(2 * (pair + 1));
      larger.set(plane);
      plane = larger;
    }
    plane[pair] = change(plane[pair]!);
    this.#planes.set(key, plane);
  }

  #numberOf(reason: string): number {
    const known = this.#reasons.indexOf(reason);
    if (known >= 0) return known;
    // more reasons than there are is a file that somebody changed
    return this.#reasons.length < mostReasons ? this.#reasons.push(reason) - 1 : mostReasons - 1;
  }

  /** Counts a verdict and, where the pair was shown the other way too, whether its winner changed. @returns who won */
  #countOrder(asked: AskedTask, preference: number): number {
    const { order } = asked;
    const effect = this.orderEffect;
    const forFirst = order === "model-first" ? preference : 1 - preference;
    const won = 2 + Math.sign(preference - 0.5);
    const isOther = order === "model-first" ? "baseline-first" : "model-first";
    const other = (this.#cell({ ...asked, order: isOther }) >> wonShift) & 3;
    effect.shown++;
    effect.preferredFirst += forFirst > 0.5 ? 1 : forFirst === 0.5 ? 0.5 : 0;
    if (other > 0) effect.shownBothWays++;
    if (other > 0 && other !== won) effect.flipped++;
    return won;
  }
}

/** How many tasks of a plane say what. */
function countCells(plane: Uint8Array): number[] {
  const counts = new Array<number>(said + 1).fill(0);
  for (const cell of plane) if (cell & isTask) counts[cell & said]!++;
  return counts;
}

const statusOfReason = (reason: string): LineStatus => unjudgedReasons[reason as UnjudgedReason] ?? "passing";

/** Reads the file; one that is not there is empty. @throws InputError when it cannot be read or is no annotation file */
export async function readJournalState(path: string): Promise<JournalState> {
  const state = new JournalState(path);
  const problems: InputProblem[] = [];
  const watch = new ForeignFileWatch();
  for await (const entry of readJournal(path)) {
    if (!watch.isLine(entry) || state.read(entry.value, entry.row)) continue;
    problems.push({ file: path, row: entry.row, message: "is not a line that `lceval annotate` wrote" });
  }
  if (problems.length > 0) {
    throw new InputError(problems, {
      hint: "name a new file with -o (of run: --annotations)",
    });
  }
  watch.check(path);
  state.fragments = watch.fragments;
  return state;
}

/** What an annotation's line will be read as. */
export function saidBy({ task, completion, ...annotation }: Annotation): Said {
  if (annotation.status === "unjudged") return { failure: annotation, shownPreference: null };
  const isShown = completion !== null && task.judge.answersShown !== 1;
  return { failure: null, shownPreference: isShown ? annotation.verdict.preference : null };
}

function readLine(value: Readonly<Record<string, unknown>>) {
  const { pair_id, order, repeat, status, reason, generator_1, generator_2 } = value;
  const { instruction_id, instruction, input, detail } = value;
  const judge = value.judge as { name?: unknown; fingerprint?: unknown; served_model?: unknown } | null;
  const fingerprint = judge?.fingerprint;
  if (typeof pair_id !== "string" || typeof order !== "string" || typeof fingerprint !== "string")
    return null;
  const isShown = typeof value.preference === "number" && isComparison(value);
  return {
    asked: { pairId: pair_id, fingerprint, order, repeat: Number(repeat ?? 0) },
    shownPreference: isShown ? (value.preference as number) - 1 : null,
    generator: String(generator_2),
    name: nameOfPair(
      String(generator_1),
      String(generator_2),
      statedId(String(instruction_id), instruction, input),
    ),
    rule: JSON.stringify(readRuleOfRow(value.until)),
    fingerprint,
    judge: String(judge?.name),
    servedModel: typeof judge?.served_model === "string" ? judge.served_model : null,
    hasReply: value.raw_completion !== null && value.raw_completion !== undefined,
    failure:
      status === "judged"
        ? null
        : {
            reason: String(reason ?? "of unknown reason"),
            detail: typeof detail === "string" ? detail : null,
          },
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
