// A journal → its lines, each with what is to be said of it: as it was written, changed, torn, there twice, contradicted.
import { sha256, withinDepth } from "../../core/hash.js";
import { checkSeal } from "../../io/durable/line-checksum.js";
import { readRawLines } from "../../io/durable/raw-lines.js";
import { keyOfLine } from "../annotate/judgements/judgement-task.js";

export interface LineExamination {
  readonly lines: number;
  readonly sealed: number;
  readonly judged: number;
  readonly torn: readonly number[];
  /** Lines whose checksum is not that of their bytes. */
  readonly changed: readonly number[];
  /** Lines that an earlier one says to the letter. */
  readonly repeats: readonly number[];
  /** Lines of judgements that have several verdicts. */
  readonly conflicts: readonly number[];
  /** Lines that give an earlier line's verdict again in other words. */
  readonly alike: readonly number[];
  readonly judgementsByModel: ReadonlyMap<string, number>;
  /** By the fingerprint of each judge, the models that served it. */
  readonly judges: ReadonlyMap<string, ReadonlySet<string>>;
}

interface Seen {
  readonly row: number;
  readonly hash: string;
  readonly preference: number | null;
}

/** @throws InputError when the file cannot be read */
export async function examineLines(path: string): Promise<LineExamination> {
  const found = {
    lines: 0,
    sealed: 0,
    judged: 0,
    torn: [] as number[],
    changed: [] as number[],
    repeats: [] as number[],
    alike: [] as number[],
  };
  const conflicts = new Set<number>();
  const byKey = new Map<string, Seen[]>();
  const judgementsByModel = new Map<string, number>();
  const judges = new Map<string, Set<string>>();
  for await (const { row, text, value } of readRawLines(path)) {
    if (value === null) {
      found.torn.push(row);
      continue;
    }
    found.lines++;
    const seal = checkSeal(text);
    if (seal !== "none") found.sealed++;
    if (seal === "wrong") {
      found.changed.push(row);
      continue;
    }
    const judge = value.judge as Record<string, unknown> | null | undefined;
    if (typeof judge?.fingerprint === "string") {
      const served = judges.get(judge.fingerprint) ?? new Set();
      if (typeof judge.served_model === "string") served.add(judge.served_model);
      judges.set(judge.fingerprint, served);
    }
    const preference = typeof value.preference === "number" ? value.preference : null;
    const key = keyOf(value);
    const earlier = byKey.get(key) ?? [];
    const hash = sha256(text);
    byKey.set(key, [...earlier, { row, hash, preference }]);
    if (earlier.some((line) => line.hash === hash)) found.repeats.push(row);
    else if (preference !== null && earlier.some((line) => line.preference !== null)) {
      const others = earlier.filter((line) => line.preference !== null);
      if (others.every((line) => line.preference === preference)) found.alike.push(row);
      else for (const line of [...others, { row }]) conflicts.add(line.row);
    }
    if (earlier.length === 0) {
      const generator = String(value.generator_2 ?? value.generator ?? "");
      judgementsByModel.set(generator, (judgementsByModel.get(generator) ?? 0) + 1);
    }
    if (preference !== null && earlier.every((line) => line.preference === null)) found.judged++;
  }
  return { ...found, conflicts: [...conflicts].sort((a, b) => a - b), judgementsByModel, judges };
}

/** What a line is a judgement of; for lines of other tools, all that tells judgements apart. */
function keyOf(value: Readonly<Record<string, unknown>>): string {
  const { pair_id, order, repeat, annotator } = value;
  const judge = value.judge as Record<string, unknown> | null | undefined;
  if (typeof pair_id === "string" && typeof judge?.fingerprint === "string")
    return keyOfLine(pair_id, judge.fingerprint, String(order), Number(repeat ?? 0));
  const { instruction, output_1, output_2, generator_1, generator_2, generation } = value;
  const key = (generation as { key?: unknown } | undefined)?.key;
  const told = [instruction, output_1, output_2, generator_1, generator_2, annotator, order, repeat, key];
  return sha256(withinDepth(() => JSON.stringify(told)));
}
