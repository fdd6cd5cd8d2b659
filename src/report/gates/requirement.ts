// `--require 'NAME:length_controlled_winrate>=40@95%'`: a condition on a figure of a score, and its verdict.
import { UsageError } from "../../core/errors.js";
import { intervalOfRate } from "../../metrics/rates/rate-interval.js";
import type { ModelScore } from "../../metrics/score/score-model.js";
import { toScoreRecord } from "../score/score-record.js";

export interface Requirement {
  /** As it was written. */
  readonly text: string;
  /** The only model it speaks of; all models where undefined. */
  readonly generator: string | undefined;
  readonly figure: string;
  readonly operator: ">=" | ">" | "<=" | "<";
  readonly threshold: number;
  /** Confidence level in (0, 1) when the interval must hold, not only the estimate. */
  readonly level: number | undefined;
}

export interface RequirementVerdict {
  readonly requirement: Requirement;
  readonly generator: string;
  readonly outcome: "holds" | "fails" | "inconclusive";
  /** One sentence with the figures. */
  readonly explanation: string;
}

const form = /^(?:(.+):)?([a-z_]+)\s*(>=|>|<=|<)\s*(-?\d+(?:\.\d+)?)(?:@(\d+(?:\.\d+)?)%)?$/i;
const figuresWithInterval = ["length_controlled_winrate", "win_rate"];
const figures = [
  ...figuresWithInterval,
  "discrete_win_rate",
  "standard_error",
  "lc_standard_error",
  "avg_length",
  "n_total",
  "n_wins",
  "n_wins_base",
  "n_draws",
];

/** @throws UsageError naming what would be valid */
export function parseRequirement(text: string): Requirement {
  const match = form.exec(text.trim());
  if (!match)
    throw new UsageError(`cannot read the requirement "${text}"`, {
      hint: "write FIGURE>=NUMBER, with @95% for the interval: 'length_controlled_winrate>=40@95%'",
    });
  const [, generator, figure, operator, threshold, level] = match;
  if (!figures.includes(figure!))
    throw new UsageError(`no figure "${figure}" to require; there are ${figures.join(", ")}`);
  if (level !== undefined && !figuresWithInterval.includes(figure!))
    throw new UsageError(`${figure} has no interval; only ${figuresWithInterval.join(" and ")} have`);
  if (level !== undefined && !(Number(level) > 0 && Number(level) < 100))
    throw new UsageError(`a confidence level lies between 0 and 100 %, not ${level} %`);
  return {
    text,
    generator,
    figure: figure!,
    operator: operator as Requirement["operator"],
    threshold: Number(threshold),
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
  return meant.map((score) => ({ requirement, generator: score.generator, ...judge(requirement, score) }));
}

type Outcome = Pick<RequirementVerdict, "outcome" | "explanation">;

function judge(requirement: Requirement, score: ModelScore): Outcome {
  const { figure, level } = requirement;
  const value = (toScoreRecord(score) as unknown as Record<string, number | null>)[figure] ?? null;
  if (value === null) return { outcome: "fails", explanation: `${figure} does not exist here` };
  if (level === undefined) {
    const outcome = holds(value, requirement) ? "holds" : "fails";
    return { outcome, explanation: `${figure} is ${value.toFixed(2)}` };
  }
  const interval = intervalAt(score, figure, level);
  if (interval === null) return { outcome: "fails", explanation: `${figure} has no interval here` };
  const { lower, upper } = interval;
  const both = [holds(lower, requirement), holds(upper, requirement)];
  const outcome = both.every(Boolean) ? "holds" : both.some(Boolean) ? "inconclusive" : "fails";
  const text = `${figure} is ${value.toFixed(2)}, ${100 * level} % interval [${lower.toFixed(2)}, ${upper.toFixed(2)}]`;
  return { outcome, explanation: text };
}

function holds(value: number, { operator, threshold }: Requirement): boolean {
  if (operator === ">=") return value >= threshold;
  if (operator === ">") return value > threshold;
  if (operator === "<=") return value <= threshold;
  return value < threshold;
}

/** The interval in percent at any level, from the standard error that the score was made with. */
function intervalAt(score: ModelScore, figure: string, level: number) {
  const isRaw = figure === "win_rate";
  const interval = isRaw ? score.winRateInterval : (score.lengthControlled?.interval ?? null);
  const rate = isRaw ? score.winRate.rate : score.lengthControlled!.rate;
  if (interval === null) return null;
  const { standardError, method } = interval;
  const at =
    method === "exact" || interval.level === level
      ? interval
      : intervalOfRate(
          {
            rate,
            standardError: method === "wilson" ? 0 : standardError,
            clusters: score.coverage.judgedClusters,
          },
          level,
        );
  return { lower: 100 * at.lower, upper: 100 * at.upper };
}
