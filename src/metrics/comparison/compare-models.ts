// Two models judged against the same baseline by the same judge → how far apart they are.
import { InputError, type InputProblem } from "../../core/errors.js";
import { quoteValue } from "../../core/quote-value.js";
import { listOtherJudges, listOtherWays } from "../../length-control/judge-identity.js";
import type { RateName, ScoredModel } from "../score/scored-model.js";
import { findMovedIds } from "./moved-ids.js";
import { contrastRates, type RateDifference } from "./rate-difference.js";
import { readOnce } from "./rows-read-once.js";
import { checkSameFit } from "./same-fit.js";
import { countInstructions, type RowsToCompare, shareRows, unaskedOf } from "./share-rows.js";

export interface ModelComparison {
  readonly first: ScoredModel;
  readonly second: ScoredModel;
  /** First minus second; null where one of them has no such rate. */
  readonly differences: Readonly<Record<RateName, RateDifference | null>>;
  /** Null where only rates are known. */
  readonly overlap: Overlap | null;
  /** The two were judged on unlike instructions, and could not be brought to the same ones: nothing can be decided. */
  readonly isUnlike: boolean;
  /** Each `code: sentence`. */
  readonly warnings: readonly string[];
}

/** Counts of instructions. */
export interface Overlap {
  readonly shared: number;
  /** Of the shared ones those that no rule left out of either. */
  readonly askedOfBoth: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
  /** Of the shared ones with two verdicts: the baseline lost to the first and beat the second, … */
  readonly firstWinsAlone: number;
  /** … and the other way round. */
  readonly secondWinsAlone: number;
}

/**
 * Two models over the instructions that both have; `own` leaves each whole.
 * @throws InputError when baselines, judges or recipes differ, naming them, or no instruction is shared
 */
export function compareModels(
  one: ScoredModel,
  other: ScoredModel,
  level: number,
  rows: RowsToCompare = "shared",
): ModelComparison {
  const warnings = checkComparable([one, other]);
  checkSameFit([one, other]);
  const overlap = countOverlap(one, other);
  const shared = rows === "shared" ? shareRows([one, other]) : { models: [one, other], warnings: [] };
  const [first, second] = shared.models as [ScoredModel, ScoredModel];
  const contrast = (name: RateName) => contrastRates([first, second], name, { weights: [1, -1], level });
  const differences = { raw: contrast("raw"), lengthControlled: contrast("lengthControlled") };
  const isUnlike =
    rows === "shared" &&
    differences.raw!.method === "unpaired" &&
    countInstructions(one) !== countInstructions(other);
  warnings.push(...shared.warnings, ...warnAboutComparison(first, second, overlap, differences.raw!));
  return { first, second, differences, overlap, isUnlike: isUnlike || shared.warnings.length > 0, warnings };
}

/**
 * @returns warnings about what cannot be known
 * @throws InputError naming every baseline and judge that differs from the first model's
 */
export function checkComparable(models: readonly ScoredModel[]): string[] {
  const acrossJudges = models.some((model) => model.acrossJudges);
  const [first, ...others] = models as [ScoredModel, ...ScoredModel[]];
  const problems: InputProblem[] = [];
  const warnings: string[] = [];
  for (const other of others) {
    if (other.baseline !== first.baseline)
      problems.push({
        message: `different baselines: ${first.generator} was compared with ${first.baseline}, ${other.generator} with ${other.baseline}`,
      });
    problems.push(...findOtherClusters(first, other));
    warnings.push(...checkTexts(first, other));
    const [who] = listOtherJudges([first, other]);
    if (who !== undefined) {
      if (acrossJudges) warnings.push(`across-judges: ${who}: the difference is also one between judges`);
      else problems.push({ message: `different judges: ${who}` });
    } else if ((first.annotator === null) !== (other.annotator === null))
      warnings.push(
        `unknown-judge: ${(first.annotator === null ? first : other).generator} does not name its judge; both are taken to have the same`,
      );
  }
  if (problems.length > 0)
    throw new InputError(problems, {
      hint: "compare models judged against one baseline by one judge; --across-judges goes on with several",
    });
  return warnings;
}

/** Rows of one instruction must be in one cluster for both, or nothing could be paired. */
function findOtherClusters(first: ScoredModel, other: ScoredModel): InputProblem[] {
  if (first.rows === null || other.rows === null) return [];
  const { clusterOf } = readOnce(first.rows);
  const differs = [...readOnce(other.rows).clusterOf].find(
    ([id, cluster]) => (clusterOf.get(id) ?? cluster) !== cluster,
  );
  if (differs === undefined) return [];
  const [id, cluster] = differs;
  return [
    {
      message: `different clusters: the instruction ${id} is in ${clusterOf.get(id)} for ${first.generator} and in ${cluster} for ${other.generator}; score both with the same --cluster`,
    },
  ];
}

/** @throws InputError where the two were to be paired by ids that are other instructions for each */
function checkTexts(first: ScoredModel, other: ScoredModel): string[] {
  // ids that are made of the texts say nothing else
  if ([first, other].some(({ rows }) => rows?.at(0)?.textId === undefined)) return [];
  const [one, two] = [first, other].map(({ rows }) =>
    (rows ?? []).map(({ instructionId, textId }) => [instructionId, textId ?? instructionId] as const),
  );
  const moved = findMovedIds(one!, two!);
  if (moved === null) {
    const known = new Map(one);
    const shared = two!.filter(([id]) => known.has(id));
    if (shared.length === 0 || shared.some(([id, text]) => known.get(id) === text)) return [];
    return [
      `other-texts: ${first.generator} and ${other.generator} are paired by ${shared.length} ids, and no instruction has the same text for both`,
    ];
  }
  throw new InputError(
    {
      message: `${moved.count} ids, ${quoteValue(moved.id)} the first, name one instruction for ${first.generator} and another for ${other.generator}, which has it under another id: are they numbers of rows?`,
    },
    { hint: "--columns instruction=instruction,instruction_id=instruction pairs them by their texts" },
  );
}

function countOverlap(first: ScoredModel, second: ScoredModel): Overlap | null {
  if (first.rows === null || second.rows === null) return null;
  const [ofFirst, ofSecond] = [meanVerdicts(first), meanVerdicts(second)];
  const shared = [...ofFirst.keys()].filter((id) => ofSecond.has(id));
  const leftOut = new Set([first, second].flatMap((model) => [...unaskedOf(model)]));
  const count = (winner: ReadonlyMap<string, number>, loser: ReadonlyMap<string, number>) =>
    shared.filter((id) => winner.get(id)! > 0.5 && loser.get(id)! < 0.5).length;
  return {
    shared: shared.length,
    askedOfBoth: shared.filter((id) => !leftOut.has(id)).length,
    onlyFirst: countInstructions(first.whole ?? first) - shared.length,
    onlySecond: countInstructions(second.whole ?? second) - shared.length,
    firstWinsAlone: count(ofFirst, ofSecond),
    secondWinsAlone: count(ofSecond, ofFirst),
  };
}

/** Mean preference by instruction, over its rows with a verdict; NaN where there is none. */
export const meanVerdicts = ({ rows }: ScoredModel) => readOnce(rows ?? []).verdicts;

const fewDiscordant = 10;

function warnAboutComparison(
  first: ScoredModel,
  second: ScoredModel,
  overlap: Overlap | null,
  raw: RateDifference,
): string[] {
  const warnings =
    first === second
      ? []
      : [...listOtherWays(first, second), ...findCopy(first, second), ...findOtherBaselines(first, second)];
  if (raw.method === "unpaired")
    warnings.push(
      `unpaired: ${overlap ? "the two have no instruction in common" : "at least one result holds no influence values (score writes them with -o)"}; the interval is wider than that of a paired comparison`,
    );
  else if (overlap && overlap.onlyFirst + overlap.onlySecond > 0)
    warnings.push(
      `partial-overlap: ${overlap.shared} instructions are shared, ${overlap.onlyFirst} only ${first.generator} has, ${overlap.onlySecond} only ${second.generator}`,
    );
  for (const model of first === second ? [first] : [first, second]) warnings.push(...warnAboutRows(model));
  const isConstant = [first, second].some(({ rates }) => rates.raw!.standardError === 0);
  const discordant = overlap ? overlap.firstWinsAlone + overlap.secondWinsAlone : fewDiscordant;
  if (raw.method === "paired" && !isConstant && discordant < fewDiscordant)
    warnings.push(
      `few-discordant: the instructions that one of the two wins and the other loses are only ${discordant}; the interval covers less than it says`,
    );
  return warnings;
}

const nameOf = ({ ownName, generator }: ScoredModel) => ownName ?? generator;

/** Two files that name one model and judge it alike; a result beside its annotations is meant so. */
function findCopy(first: ScoredModel, second: ScoredModel): string[] {
  const [one, other] = [first, second].map((model) => model.rows && meanVerdicts(model));
  if (nameOf(first) !== nameOf(second) || !first.files || !second.files || !one || !other) return [];
  if (one.size !== other.size || ![...one].every(([id, y]) => Object.is(other.get(id), y))) return [];
  return [
    `same-judgements: ${first.files.join(", ")} and ${second.files.join(", ")} hold the same judgements of ${nameOf(first)}: is one a copy?`,
  ];
}

/** A baseline of one name that answered some instructions at another length. */
function findOtherBaselines(first: ScoredModel, second: ScoredModel): string[] {
  const [one, other] = [first, second].map(({ rows }) => readOnce(rows ?? []));
  const known = new Map(one!.instructionIds.map((id, row) => [id, one!.baselineLengths[row]!]));
  const others = other!.instructionIds.filter((id, row) => {
    const own = other!.baselineLengths[row]!;
    return own !== null && (known.get(id) ?? own) !== own;
  });
  if (others.length === 0) return [];
  return [
    `baseline-answers: ${first.baseline} answered ${others.length} instructions of ${second.generator} at another length than those of ${first.generator}: the two were not compared with the same answers`,
  ];
}

function warnAboutRows({ generator, rates }: ScoredModel): string[] {
  return rates.raw!.standardError === 0
    ? [`constant: every verdict on ${generator} is the same, so its error is a bound from their number`]
    : [];
}
