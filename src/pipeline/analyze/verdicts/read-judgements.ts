// Files of annotations to judgements: every row by itself, nothing averaged, texts measured and let go.
import type { RowInput } from "../../../io/rows/located-row.js";
import { readNumber } from "../../../io/rows/read-number.js";
import { type AnnotationRow, lengthOfSide } from "../../../io/wire/annotation-row.js";
import { countMarks } from "../../../metrics/judge-bias/count-marks.js";
import type { RecordedCosts } from "../../../metrics/judge-bias/describe-judge.js";
import type { Judgement } from "../../../metrics/judge-bias/judgement.js";
import { mean } from "../../../numerics/moments.js";
import { ordersOfPresentation } from "../../../pairs/order-of-presentation.js";
import {
  type AnnotationFilesOptions,
  type JudgedRow,
  readAnnotationFiles,
} from "../../annotation-files/read-annotation-files.js";

export interface ReadJudgementsOptions
  extends Omit<AnnotationFilesOptions, "problems" | "findProblems" | "names"> {
  /** Where a file does not say which answer was shown first: leave it unknown, or take the reference's rule. */
  readonly order: "recorded" | "reference";
  /** Seed of the reference's rule. */
  readonly seed: number;
}

/** @throws InputError with every problem of every row */
export async function readJudgements(
  paths: readonly RowInput[],
  options: ReadJudgementsOptions,
): Promise<{ judgements: Judgement[]; annotators: string[]; costs: RecordedCosts }> {
  const judgements: Judgement[] = [];
  const unjudged = new Map<string, number>();
  const annotators = new Set<string>();
  const recorded: Cost[] = [];
  const orderOf = options.order === "reference" ? rememberOrders(options.seed) : null;
  for await (const batch of readAnnotationFiles(paths, options)) {
    for (const judged of batch) {
      const { row, pair, asking } = judged;
      const key = JSON.stringify([pair, asking]);
      const at = unjudged.get(key) ?? judgements.length;
      judgements[at] = toJudgement(judged, orderOf);
      recorded[at] = readCost(row.located.value);
      if (row.preference === null) unjudged.set(key, at);
      annotators.add(row.annotator ?? row.judge ?? "unnamed");
    }
  }
  return { judgements, annotators: [...annotators], costs: averageCosts(recorded) };
}

function toJudgement(
  { row, generator, item, pair }: JudgedRow,
  orderOf: ((instruction: string) => Judgement["order"]) | null,
): Judgement {
  const { baseline, model, located } = row;
  const isIdentical = model.output !== null && model.output === baseline.output;
  return {
    generator,
    baseline: baseline.generator ?? "baseline",
    judgeModel: row.judgeModel ?? row.annotator,
    cluster: item,
    pair: String(pair),
    repeat: row.repeat,
    preference: row.preference,
    unjudgedReason: row.unjudgedReason,
    // Two equal answers are a tie without being shown at all.
    isIdentical,
    order: isIdentical ? null : (row.order ?? orderOf?.(row.instruction ?? item) ?? null),
    differences: measureDifferences(row),
    hasLogprobs: findLogprobs(located.value),
  };
}

function measureDifferences({ baseline, model }: AnnotationRow): Record<string, number> {
  const [modelLength, baselineLength] = [lengthOfSide(model), lengthOfSide(baseline)];
  const differences: Record<string, number> =
    modelLength === null || baselineLength === null ? {} : { length: modelLength - baselineLength };
  if (model.output === null || baseline.output === null) return differences;
  const ofBaseline: Readonly<Record<string, number>> = countMarks(baseline.output);
  for (const [kind, count] of Object.entries(countMarks(model.output)))
    differences[kind] = count - ofBaseline[kind]!;
  return differences;
}

/** Whether the recorded completion carries token log-probabilities; null where no completion is recorded. */
function findLogprobs(row: Readonly<Record<string, unknown>>): boolean | null {
  const completion = row.raw_completion ?? row.preference_raw_completion ?? row.completion;
  if (completion === null || completion === undefined || completion === "") return null;
  if (typeof completion !== "object") return false;
  const { logprobs, topLogprobs } = completion as { logprobs?: unknown; topLogprobs?: unknown };
  return (logprobs ?? topLogprobs ?? null) !== null;
}

/** The reference's rule seeds a generator for each instruction, which is dear: once for each is enough. */
function rememberOrders(seed: number): (instruction: string) => Judgement["order"] {
  const known = new Map<string, Judgement["order"]>();
  return (instruction) => {
    const order = known.get(instruction) ?? ordersOfPresentation("random", instruction, seed)[0]!;
    known.set(instruction, order);
    return order;
  };
}

interface Cost {
  readonly priceUsd: number | undefined;
  readonly seconds: number | undefined;
}

const readCost = (row: Readonly<Record<string, unknown>>): Cost => ({
  priceUsd: readNumber(row.price_per_example),
  seconds: readNumber(row.time_per_example),
});

function averageCosts(costs: readonly Cost[]): RecordedCosts {
  const prices = costs.flatMap(({ priceUsd }) => priceUsd ?? []);
  const times = costs.flatMap(({ seconds }) => seconds ?? []);
  return {
    priced: prices.length,
    meanPriceUsd: prices.length > 0 ? mean(prices) : null,
    timed: times.length,
    meanSeconds: times.length > 0 ? mean(times) : null,
  };
}
