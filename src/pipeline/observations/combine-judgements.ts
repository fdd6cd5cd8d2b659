// Several judgements of one pair → one observation. Inside out:
//   orders    of one juror and one repeat, by the rule (average unless said otherwise)
//   repeats   of one juror: their mean, the juror's vote
//   jurors    the jury's rule where the lines carry one (mean or majority, with a quorum), else the mean of the votes
// What has no verdict counts for nothing; a judge that sees one answer at a time needs both orders for a verdict.
import { groupBy } from "../../core/group-by.js";
import { combineJury } from "../../judge/combine-jury.js";
import { type CombinationRule, combineOrders } from "../../judge/combine-orders.js";
import type { JudgementOfPair, Observation } from "../../length-control/observation.js";
import type { WayOfAsking } from "../annotation-files/judgement-register.js";

/** One judgement of a pair. */
export interface JudgementLine {
  readonly observation: Observation;
  readonly asking: WayOfAsking;
  /** The verdict in the judge's own word; null where the file does not have it. */
  readonly rawLabel: string | null;
}

/** Whether one line of this kind can be a verdict on its pair. */
export const standsAlone = ({ answersShown, jury }: WayOfAsking): boolean =>
  answersShown === 2 && jury === null;

/** The observation of a pair from all its judgements; it stands where the first of them stood. */
export function combineJudgements(lines: readonly JudgementLine[], rule: CombinationRule): Observation {
  const { unjudgedReason: _, order = null, ...pair } = lines[0]!.observation;
  const jurors = [...groupBy(lines, ({ asking }) => asking.judge).values()];
  const votes = jurors.map((own) => voteOf(own, rule));
  const jury = lines[0]!.asking.jury;
  const preference = jury ? combineJury(votes, jury).preference : meanOf(votes);
  return {
    ...pair,
    preference,
    ...(order !== null && lines.every(({ observation }) => observation.order === order) && { order }),
    ...(preference === null && { unjudgedReason: whyNoVerdict(lines, votes) }),
    judgements: lines.map(toJudgement),
    ...(jurors.length > 1 && { votes }),
  };
}

const voteOf = (lines: readonly JudgementLine[], rule: CombinationRule): number | null =>
  meanOf([...groupBy(lines, ({ asking }) => asking.repeat).values()].map((asked) => verdictOf(asked, rule)));

/** The verdict of one juror, asked once in each of the orders that there are. */
function verdictOf(lines: readonly JudgementLine[], rule: CombinationRule): number | null {
  const shown = (order: WayOfAsking["order"]) =>
    lines.find(({ asking, observation }) => asking.order === order && observation.preference !== null);
  const [baselineFirst, modelFirst] = [shown("baseline-first"), shown("model-first")];
  const isHalf = lines[0]!.asking.answersShown === 1;
  if (isHalf && !(baselineFirst && modelFirst)) return null;
  // what a one-answer judge says in one order is about another answer: there is nothing to agree on
  if (isHalf || !baselineFirst || !modelFirst)
    return meanOf(lines.map(({ observation }) => observation.preference));
  return combineOrders(toOrdered(baselineFirst), toOrdered(modelFirst), rule).preference;
}

const toOrdered = ({ observation, asking, rawLabel }: JudgementLine) => ({
  preference: observation.preference!,
  rawLabel: rawLabel ?? slotOf(observation.preference!, asking.order),
});

/** Which of the shown answers a verdict prefers: the label of a judge whose own word the file does not have. */
function slotOf(preference: number, order: WayOfAsking["order"]): string {
  const forFirst = order === "model-first" ? preference : 1 - preference;
  return forFirst === 0.5 ? "tie" : forFirst > 0.5 ? "first" : "second";
}

function whyNoVerdict(lines: readonly JudgementLine[], votes: readonly (number | null)[]): string {
  if (votes.some((vote) => vote !== null)) return "no-quorum";
  const reason = lines.find(({ observation }) => observation.unjudgedReason !== undefined);
  return reason?.observation.unjudgedReason ?? "half-judged";
}

const toJudgement = ({ observation, asking }: JudgementLine): JudgementOfPair => ({
  preference: observation.preference,
  order: observation.order ?? null,
  juror: asking.judge,
  repeat: asking.repeat,
});

function meanOf(preferences: readonly (number | null)[]): number | null {
  const given = preferences.filter((preference) => preference !== null);
  return given.length === 0 ? null : given.reduce((sum, y) => sum + y, 0) / given.length;
}
