// The judge's own words in a file → the verdicts that they hold, read again: a verdict that was changed, or read by another
// version of a protocol, differs from the one that is written.
import type { Completion, TokenLogprob } from "../../endpoint/client/completion.js";
import { readRawLines } from "../../io/durable/raw-lines.js";
import type { Judge } from "../../judge/judge.js";
import { listJudges, loadJudge } from "../../judge/load-judge.js";
import type { Order } from "../../pairs/pair.js";

export interface Rereading {
  readonly read: number;
  /** Lines whose verdict is another one, and those whose judge is not at hand. */
  readonly differing: readonly number[];
  readonly withoutJudge: number;
}

const tolerance = 1e-9;

/** @param judges those of the run, by fingerprint */
export async function rereadVerdicts(path: string, judges: ReadonlyMap<string, Judge>): Promise<Rereading> {
  const differing: number[] = [];
  const counts = { read: 0, withoutJudge: 0 };
  for await (const { row, value } of readRawLines(path)) {
    if (value === null || !isAsked(value)) continue;
    const isGiven = givesVerdict(value, (fingerprint) => judges.get(fingerprint));
    counts[isGiven === null ? "withoutJudge" : "read"]++;
    if (isGiven === false) differing.push(row);
  }
  return { ...counts, differing };
}

type Line = Readonly<Record<string, unknown>>;

const isAsked = ({ status, source }: Line): boolean =>
  status === "judged" && (source === "asked" || source === "store");

/** Whether a line's verdict is what the reply on it says; null where there is no reply, or its judge is not at hand. */
export function givesVerdict(
  value: Line,
  judgeOf: (fingerprint: string, value: Line) => Judge | null | undefined,
): boolean | null {
  if (!isAsked(value)) return null;
  const completion = completionOf(value.raw_completion);
  const fingerprint = (value.judge as { fingerprint?: unknown } | null | undefined)?.fingerprint;
  const judge = completion && judgeOf(String(fingerprint), value);
  if (!judge) return null;
  const reading = judge.read(completion, pairOf(value), value.order as Order, "known");
  return !("failure" in reading) && Math.abs(reading.preference + 1 - Number(value.preference)) <= tolerance;
}

/**
 * The judges that a run was given, by fingerprint.
 * @throws InputError where they cannot be loaded here
 */
export function loadRunJudges({ judge: name, judgeModel }: Line): Map<string, Judge> {
  const loaded = loadJudge(String(name), { model: typeof judgeModel === "string" ? judgeModel : undefined });
  const all = loaded.kind === "judge" ? [loaded] : loaded.members.map(({ judge }) => judge);
  return new Map(all.map((judge) => [judge.fingerprint, judge]));
}

/** The judge that a line names, where it comes with lceval: a line says the name of a judge, and nothing of its folder. */
export function shippedJudgeOf(fingerprint: string, { judge }: Line): Judge | null {
  const { name, model } = (judge ?? {}) as Line;
  if (!listJudges().includes(String(name))) return null;
  return loadRunJudges({ judge: name, judgeModel: model }).get(fingerprint) ?? null;
}

function completionOf(raw: unknown): Completion | null {
  if (raw === null || typeof raw !== "object") return null;
  const { text, finish_reason, logprobs } = raw as Record<string, unknown>;
  const content = (logprobs as { content?: readonly { top_logprobs: readonly TokenLogprob[] }[] } | null)
    ?.content;
  return {
    text: String(text ?? ""),
    finishReason: typeof finish_reason === "string" ? finish_reason : null,
    topLogprobs: content?.map(({ top_logprobs }) => top_logprobs) ?? null,
    usage: null,
    servedBy: { model: null, systemFingerprint: null },
  };
}

/** What was shown: the texts of the line, and its further columns. */
function pairOf(value: Readonly<Record<string, unknown>>) {
  const instruction = {
    id: String(value.instruction_id),
    text: String(value.instruction),
    stated: String(value.instruction),
    fields: value,
  };
  const side = (generator: unknown, output: unknown) => ({
    instruction,
    generator: String(generator),
    output: String(output),
  });
  return {
    id: String(value.pair_id),
    instruction,
    baseline: side(value.generator_1, value.output_1),
    model: side(value.generator_2, value.output_2),
  };
}
