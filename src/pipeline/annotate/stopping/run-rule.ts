// `--until`, `--until-against`, `--until-width` → the one rule that may end a run, and what a look at a model says of it.

import { UsageError } from "../../../core/errors.js";
import { hashFile } from "../../../io/bytes/hash-file.js";
import { compareModels } from "../../../metrics/comparison/compare-models.js";
import { intervalOfRate, type RateEvidence } from "../../../metrics/rates/rate-interval.js";
import type { ModelScore } from "../../../metrics/score/score-model.js";
import type { ScoredModel } from "../../../metrics/score/scored-model.js";
import {
  decideLook,
  type Outcomes,
  statisticOfDifference,
  statisticOfRate,
} from "../../../metrics/sequential/decide-look.js";
import { percentText, roundPercent } from "../../../numerics/percent.js";
import { parseRequirement, type Requirement } from "../../../report/gates/requirement.js";
import { loadReference } from "../../models/load-scored-models.js";
import type { LookSaid, RunRule } from "./look-record.js";
import type { StoppingRequest } from "./stopping-options.js";

const level = 0.95;
const tailOf = (atLevel: number) => (1 - atLevel) / 2;

/** Null where none is asked for. @throws UsageError for several, for a shard, and for conditions that no interval decides */
export async function readRunRule(
  request: StoppingRequest & { readonly looks: number; readonly shard?: string | undefined },
): Promise<RunRule | null> {
  const { until, untilAgainst, untilWidth, looks, fit, shard } = request;
  const given = [until, untilAgainst, untilWidth].filter((rule) => rule !== undefined);
  if (given.length === 0) return null;
  if (given.length > 1)
    throw new UsageError(
      "--until, --until-against and --until-width are three rules, and a run is ended by one",
    );
  if (shard !== undefined)
    throw new UsageError("a rule that may end a run looks at all of it, and --shard at a part: choose one");
  if (until !== undefined) return conditionRule(readCondition(until), looks);
  if (untilWidth !== undefined) return widthRule(untilWidth, looks);
  const { margin = 0 } = request;
  const sha256 = await hashFile(untilAgainst!);
  return {
    rule: `no worse than ${untilAgainst} (${sha256?.slice(0, 12)}) by more than ${roundPercent(margin)} points@95%`,
    looks,
    level,
    concerns: () => true,
    look: async (score) => {
      const reference = await loadReference(untilAgainst!, score.generator, {
        level,
        difficulty: fit?.difficulty,
      });
      return lookAtDifference(score, reference, margin);
    },
  };
}

function readCondition(text: string): Requirement & { readonly level: number } {
  const requirement = parseRequirement(text);
  const { figure, level: asked, threshold } = requirement;
  if (asked === undefined)
    throw new UsageError(`--until ${text}: an estimate alone passes a threshold by chance sooner or later`, {
      hint: `ask for its interval: '${text}@95%'`,
    });
  if (!(threshold > 0 && threshold < 100))
    throw new UsageError(`--until ${text}: no interval of ${figure.path} ends at ${threshold} %`);
  return { ...requirement, level: asked };
}

function conditionRule(requirement: Requirement & { readonly level: number }, looks: number): RunRule {
  const { figure, operator, threshold, generator } = requirement;
  return {
    rule: `${figure.path}${operator}${threshold}@${roundPercent(requirement.level, 6)}%`,
    looks,
    level: requirement.level,
    concerns: (name) => generator === undefined || generator === name,
    look: async (score) => {
      const evidence = evidenceOf(score, figure.path === "win_rate");
      if (evidence === null) return { outcome: "undecided", what: "no such rate yet" };
      const isAbove = operator.startsWith(">");
      const statistic = statisticOfRate(evidence, threshold / 100, outcomesOf(score));
      const { z, mayHold, mayFail } = statistic;
      const turned = isAbove ? statistic : { ...statistic, z: -z, mayHold: mayFail, mayFail: mayHold };
      return {
        outcome: decideLook(turned, score.until!, tailOf(requirement.level)),
        what: describeRate(evidence, requirement.level, figure.path),
      };
    },
  };
}

const widthRule = (widest: number, looks: number): RunRule => ({
  rule: `interval at most ${roundPercent(widest)} points wide@95%`,
  looks,
  level,
  concerns: () => true,
  look: async (score) => {
    const evidence = evidenceOf(score, false) ?? evidenceOf(score, true)!;
    const { lower, upper } = intervalOfRate(evidence, level);
    return {
      outcome: upper - lower <= widest ? "holds" : "undecided",
      what: describeRate(evidence, level, score.lengthControlled ? "length_controlled_winrate" : "win_rate"),
    };
  },
});

function lookAtDifference(score: ModelScore, reference: ScoredModel, margin: number): LookSaid {
  const { first, second, differences, isUnlike } = compareModels(score, reference, level);
  const rate = differences.lengthControlled === null ? "raw" : "lengthControlled";
  const { difference, standardError, interval, method } = differences[rate]!;
  if (isUnlike || method !== "paired" || interval === null)
    return {
      outcome: "undecided",
      what: "the reference cannot be fitted anew on the instructions asked so far",
    };
  const sides = [first, second];
  const degreesOfFreedom = Math.min(...sides.map(({ rates }) => rates[rate]!.degreesOfFreedom));
  const outcomes = sides.map(({ rows }) => sumOutcomes(rows!.map(({ preference }) => preference)));
  const statistic = statisticOfDifference({ difference, standardError, degreesOfFreedom }, margin, outcomes);
  return {
    outcome: decideLook(statistic, score.until!, tailOf(level)),
    what: `difference ${points(difference)} ${range(interval)}`,
  };
}

const evidenceOf = ({ rates }: ModelScore, isRaw: boolean): RateEvidence | null => {
  const evidence = isRaw ? rates.raw : rates.lengthControlled;
  return evidence && !Number.isNaN(evidence.standardError) ? evidence : null;
};

const outcomesOf = ({ winRate: { rate, judged } }: ModelScore): Outcomes => ({
  wins: rate * judged,
  losses: (1 - rate) * judged,
});

function sumOutcomes(preferences: readonly (number | null)[]): Outcomes {
  const given = preferences.filter((preference) => preference !== null);
  const wins = given.reduce((sum, preference) => sum + preference, 0);
  return { wins, losses: given.length - wins };
}

const points = (value: number) => percentText(value, 2);
const range = ({ lower, upper }: { lower: number; upper: number }) => `[${points(lower)}, ${points(upper)}]`;

const describeRate = (evidence: RateEvidence, atLevel: number, figure: string) =>
  `${figure} ${points(evidence.rate)} ${range(intervalOfRate(evidence, atLevel))}`;
