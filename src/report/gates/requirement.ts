// `--require 'NAME:length_controlled_winrate>=40@95%'`: a condition on a figure of a score, and its verdict.

import { countOf } from "../../core/count-of.js";
import { UsageError } from "../../core/errors.js";
import { nearestWord } from "../../core/nearest-word.js";
import { toScoreRecord } from "../../io/wire/score-result/to-score-record.js";
import { type GateVerdict, unlessUndone } from "../../metrics/comparison/non-inferiority.js";
import { intervalOfRate, type RateEstimate } from "../../metrics/rates/rate-interval.js";
import type { ModelScore } from "../../metrics/score/score-model.js";
import { hasUndecidedRate } from "../../metrics/score/scored-model.js";
import { sum } from "../../numerics/moments.js";
import { inPercent, roundPercent } from "../../numerics/percent.js";
import { figureNames, findFigure, type RequiredFigure, readFigure } from "./required-figure.js";

export interface Requirement {
  /** As it was written. */
  readonly text: string;
  /** The only model it speaks of; all models where undefined. */
  readonly generator: string | undefined;
  readonly figure: RequiredFigure;
  readonly operator: ">=" | ">" | "<=" | "<";
  readonly threshold: number;
  /** Confidence level in (0, 1) when the interval must hold, not only the estimate. */
  readonly level: number | undefined;
}

export interface RequirementVerdict extends GateVerdict {
  readonly requirement: Requirement;
  readonly generator: string;
}

const form =
  /^(?:(.+):)?(macro\.groups\.[^<>=]+?|[a-z_][\w.-]*)\s*(>=|>|<=|<)\s*(-?\d+(?:\.\d+)?)\s*(%)?(?:@(\d+(?:\.\d+)?)%)?$/i;
/** Figures with an interval, in [0, 1]. */
const estimates = {
  length_controlled_winrate: ({ lengthControlled }) => lengthControlled,
  win_rate: ({ winRate, winRateInterval: interval }) => ({ rate: winRate.rate, interval }),
  "macro.length_controlled_winrate": ({ groups }) => groups?.lengthControlled ?? null,
  "macro.win_rate": ({ groups }) => groups?.raw ?? null,
} as const satisfies Record<
  string,
  (score: ModelScore) => { readonly rate: number; readonly interval: RateEstimate["interval"] | null } | null
>;
const hasEstimate = (path: string): path is keyof typeof estimates => path in estimates;

/** @throws UsageError naming what would be valid; also for a threshold of a rate that can be read in two ways */
export function parseRequirement(text: string): Requirement {
  const match = form.exec(text.trim());
  if (!match)
    throw new UsageError(`cannot read the requirement "${text}"`, {
      hint: "write FIGURE>=NUMBER, with @95% for the interval: 'length_controlled_winrate>=40@95%'",
    });
  const [, generator, name, operator, number, percent, level] = match;
  const figure = findFigure(name!);
  if (figure === null) {
    const near = nearestWord(name!, figureNames);
    const known = near ? `did you mean ${near}?` : `there are ${figureNames.join(", ")}`;
    throw new UsageError(`no figure "${name}" to require; ${known}`);
  }
  if (level !== undefined && !hasEstimate(figure.path))
    throw new UsageError(`${name} has no interval; only ${Object.keys(estimates).join(", ")} have`);
  if (level !== undefined && !(Number(level) > 0 && Number(level) < 100))
    throw new UsageError(`a confidence level lies between 0 and 100 %, not ${level} %`);
  const threshold = Number(number);
  if (percent !== undefined && !figure.isPercent)
    throw new UsageError(`${name} is not in percent; write the threshold without %: ${number}`);
  if (percent === undefined && figure.isRate && threshold > 0 && threshold <= 1)
    throw new UsageError(
      `the threshold ${number} of ${name} can be read in two ways: as ${number} percent, or as the share ${number}, which is ${roundPercent(threshold)} percent`,
      { hint: `rates are in percent here: write ${number}% or ${roundPercent(threshold)}%` },
    );
  return {
    text,
    generator,
    figure,
    operator: operator as Requirement["operator"],
    threshold,
    level: level === undefined ? undefined : Number(level) / 100,
  };
}

/** One verdict a model that the requirement speaks of. A figure that does not exist fails. */
export function checkRequirement(
  requirement: Requirement,
  scores: readonly ModelScore[],
): RequirementVerdict[] {
  const meant = scores.filter(
    ({ generator }) => requirement.generator === undefined || generator === requirement.generator,
  );
  if (meant.length === 0)
    throw new UsageError(`the requirement "${requirement.text}" names no model that was scored`, {
      hint: `scored: ${scores.map(({ generator }) => generator).join(", ")}`,
    });
  return meant.map((score) => ({
    requirement,
    generator: score.generator,
    ...unlessUndone(judge(requirement, score), score),
  }));
}

function judge(requirement: Requirement, score: ModelScore): GateVerdict {
  const { figure, level } = requirement;
  const { path } = figure;
  const value = readFigure(toScoreRecord(score), path);
  if (value === null) return { outcome: "fails", explanation: `${path} does not exist here` };
  const missing =
    figure.movedBy === null && !figure.isCountOfMissing
      ? 0
      : Math.max(score.unjudged, sum(Object.values(score.winRate.unjudged)));
  const scores = missing === 0 ? [score] : [score, ...fillMissing(score, figure)];
  const over =
    missing === 0 ? "" : `, over all that the ${countOf(missing, "missing verdict")} could have been `;
  if (hasUndecidedRate(score) && path.includes("length_controlled"))
    return {
      outcome: "inconclusive",
      explanation: `${path} is ${value.toFixed(2)}, which these verdicts leave open (warning confounded or separated)`,
    };
  if (level === undefined) {
    const values = [
      ...scores.flatMap((each) => readFigure(toScoreRecord(each), path) ?? []),
      ...(figure.isCountOfMissing ? [value + missing] : []),
    ];
    const [lower, upper] = [Math.min(...values), Math.max(...values)];
    const text = `${path} is ${value.toFixed(2)}${over && `${over}${rangeText({ lower, upper })}`}`;
    return { outcome: decide({ lower, upper }, requirement), explanation: text };
  }
  const interval = intervalAt(score, path, level);
  if (interval === null)
    return {
      outcome: "inconclusive",
      explanation: `${path} is ${value.toFixed(2)}, and has no interval here`,
    };
  const intervals = scores.flatMap((each) => intervalAt(each, path, level) ?? []);
  const band = {
    lower: Math.min(...intervals.map(({ lower }) => lower)),
    upper: Math.max(...intervals.map(({ upper }) => upper)),
  };
  const text = `${path} is ${value.toFixed(2)}, ${inPercent(level)} % interval ${rangeText(interval)}${over && `${over}${rangeText(band)}`}`;
  return { outcome: decide(band, requirement), explanation: text };
}

/** The score with its missing verdicts as much against the figure, and as much for it, as they can be. */
function fillMissing({ rescore }: ModelScore, { movedBy: rate }: RequiredFigure): ModelScore[] {
  if (!rescore || rate === null) return [];
  return (["lowest", "highest"] as const).map((as) => rescore({ missing: { rate, as } }));
}

/** Only what is so from one end to the other is so. */
function decide({ lower, upper }: Ends, requirement: Requirement): GateVerdict["outcome"] {
  const both = [holds(lower, requirement), holds(upper, requirement)];
  return both.every(Boolean) ? "holds" : both.some(Boolean) ? "inconclusive" : "fails";
}

interface Ends {
  readonly lower: number;
  readonly upper: number;
}

const rangeText = ({ lower, upper }: Ends) => `[${lower.toFixed(2)}, ${upper.toFixed(2)}]`;

function holds(value: number, { operator, threshold }: Requirement): boolean {
  if (operator === ">=") return value >= threshold;
  if (operator === ">") return value > threshold;
  if (operator === "<=") return value <= threshold;
  return value < threshold;
}

/** The interval in percent at any level, from the standard error that the score was made with. */
function intervalAt(score: ModelScore, path: string, level: number) {
  const estimate = hasEstimate(path) ? estimates[path](score) : null;
  if (!estimate?.interval) return null;
  const { rate, interval } = estimate;
  const at = interval.level === level ? interval : intervalOfRate({ ...interval, rate }, level);
  return { lower: inPercent(at.lower), upper: inPercent(at.upper) };
}
