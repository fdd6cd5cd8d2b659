// Files of annotations to judgements: every row by itself, nothing averaged, texts measured and let go.
import { InputError, type InputProblem } from "../../core/errors.js";
import { sha256, sha256OfParts } from "../../core/hash.js";
import { expandPaths } from "../../io/rows/expand-paths.js";
import { nameAfterFile } from "../../io/rows/name-after-file.js";
import { readNumber } from "../../io/rows/read-number.js";
import { type ReadingOptions, stateReading } from "../../io/wire/annotation-reading.js";
import { type AnnotationRow, lengthOfSide } from "../../io/wire/annotation-row.js";
import { readAnnotationRows } from "../../io/wire/read-annotation-rows.js";
import { countMarks } from "../../metrics/judge-bias/count-marks.js";
import type { Judgement } from "../../metrics/judge-bias/judgement.js";
import { mean } from "../../numerics/moments.js";
import { ordersOfPresentation } from "../../pairs/order-of-presentation.js";
import type { RecordedCosts } from "../../report/analyze/judge-analysis.js";

export interface ReadJudgementsOptions extends ReadingOptions {
  /** Where a file does not say which answer was shown first: leave it unknown, or take the reference's rule. */
  readonly order: "recorded" | "reference";
  /** Seed of the reference's rule. */
  readonly seed: number;
}

/**
 * A later line replaces an unjudged earlier one of the same pair, order and repeat, as it does for `score`.
 *
 * @throws InputError with every problem of every row
 */
export async function readJudgements(
  paths: readonly string[],
  options: ReadJudgementsOptions,
): Promise<{ judgements: Judgement[]; annotators: string[]; costs: RecordedCosts }> {
  const reading = stateReading(options);
  const judgements: Judgement[] = [];
  const unjudged = new Map<string, number>();
  const annotators = new Set<string>();
  const problems: InputProblem[] = [];
  const onProblem = (problem: InputProblem) => void problems.push(problem);
  const recorded: Cost[] = [];
  const orderOf = options.order === "reference" ? rememberOrders(options.seed) : null;
  for (const path of await expandPaths(paths)) {
    const nameOfFile = nameAfterFile(path);
    for await (const batch of readAnnotationRows(path, reading, { onProblem })) {
      for (const row of batch) {
        const judgement = toJudgement(row, nameOfFile, orderOf);
        const { generator, pair, order, repeat } = judgement;
        const key = JSON.stringify([generator, pair, order, repeat, row.judge]);
        const earlier = unjudged.get(key);
        const at = earlier ?? judgements.length;
        judgements[at] = judgement;
        recorded[at] = readCost(row.located.value);
        if (judgement.preference !== null) unjudged.delete(key);
        else unjudged.set(key, at);
        annotators.add(row.annotator ?? row.judge ?? "unnamed");
      }
    }
  }
  if (problems.length > 0) throw new InputError(problems);
  return { judgements, annotators: [...annotators], costs: averageCosts(recorded) };
}

function toJudgement(
  row: AnnotationRow,
  nameOfFile: string,
  orderOf: ((instruction: string) => Judgement["order"]) | null,
): Judgement {
  const { baseline, model, located } = row;
  const instruction = row.instruction ?? row.instructionId ?? "";
  const cluster = row.instructionId ?? sha256(instruction);
  const isIdentical = model.output !== null && model.output === baseline.output;
  return {
    generator: model.generator ?? row.unplacedGenerator ?? nameOfFile,
    baseline: baseline.generator ?? "baseline",
    judgeModel: nameOfJudge(row),
    cluster,
    pair: row.pairId ?? sha256OfParts([cluster, baseline.output ?? "", model.output ?? ""]),
    repeat: row.repeat,
    preference: row.preference,
    unjudgedReason: row.unjudgedReason,
    // Two equal answers are a tie without being shown at all.
    isIdentical,
    order: isIdentical ? null : (row.order ?? orderOf?.(instruction) ?? null),
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

function nameOfJudge({ located, annotator }: AnnotationRow): string | null {
  const judge = located.value.judge;
  const model = typeof judge === "object" && judge !== null ? (judge as { model?: unknown }).model : null;
  return typeof model === "string" && model !== "" ? model : annotator;
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
