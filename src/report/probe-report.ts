// A probe of a judge → a report.

import { describeJudge, type JudgeIdentity } from "../length-control/judge-identity.js";
import type { FeatureEffect } from "../metrics/judge-bias/fit-probe.js";
import type { ClusteredShare } from "../metrics/rates/clustered-mean.js";
import { inPercent } from "../numerics/percent.js";
import { fixed, levelText, percent, percentRange, range } from "./figure-text.js";
import type { Report } from "./report.js";
import { figure, tableOf, text } from "./table-of.js";

export interface JudgeProbe {
  readonly judge: JudgeIdentity;
  readonly level: number;
  readonly items: number;
  /** Files of the answers; null for the example's. */
  readonly outputs: readonly string[] | null;
  readonly unjudged: number;
  readonly effects: readonly FeatureEffect[];
  /** How often the twin with more white space is preferred. */
  readonly nullTwin: ClusteredShare;
  /** The null twin is preferred as often as not, as far as can be told. */
  readonly isSteady: boolean;
  /** How often an answer that holds nothing is preferred. */
  readonly canaries: readonly { readonly text: string; readonly share: ClusteredShare }[];
}

/** Of data/alpaca_eval_2/published.csv. */
const publishedFits = 199;
const publishedLength = 1.51;

export function reportProbe(probe: JudgeProbe): Report {
  const { effects, level, nullTwin, canaries, isSteady } = probe;
  const advice = (effect: FeatureEffect) =>
    !isSteady
      ? "no advice"
      : effect.itemsNeeded
        ? `${effect.verdict} (${effect.itemsNeeded} answers would tell)`
        : effect.verdict;
  const records = effects.map((effect) => ({
    feature: effect.name,
    coefficient: effect.coefficient,
    standard_error: effect.standardError,
    lower: effect.interval.lower,
    upper: effect.interval.upper,
    points: inPercent(effect.effect),
    verdict: effect.verdict,
    items_needed: effect.itemsNeeded,
  }));
  return {
    sections: [
      tableOf(
        `What form alone does to ${describeJudge(probe.judge)}: ${probe.items} ${probe.outputs ? "answers" : "answers of the example"}, two twins each, in both orders`,
        effects,
        [
          text("feature", ({ name }) => name),
          figure("β", ({ coefficient }) => fixed(coefficient, 2)),
          text(`${levelText(level)} interval`, ({ interval }) => range(interval, 2)),
          figure("points", ({ effect }) => percent(effect)),
          text("verdict", advice),
        ],
        [
          "Points: how much more often than every second time the twin with it wins. length30 and length100 are neutral sentences; marks are the answers' own, or added.",
          `The length term of ${publishedFits} published fits of AlpacaEval 2 is φ = −${publishedLength} (their median): where length alone does much less, it takes content out too.`,
          !probe.outputs && "--outputs FILE probes with answers like yours; 200 are enough for most judges.",
        ],
      ),
      tableOf(
        "Answers that should not win",
        [
          { text: "the same with more white space", share: nullTwin },
          ...canaries.map((one) => ({ ...one, text: JSON.stringify(one.text) })),
        ],
        [
          text("answer", (row) => row.text),
          figure("preferred %", ({ share }) => percent(share.share)),
          text(`${levelText(level)} interval`, ({ share }) => percentRange(share.interval)),
        ],
      ),
    ],
    warnings: [
      ...(isSteady
        ? []
        : [
            "null-twin: the judge tells an answer from itself with more white space: its other effects say little",
          ]),
      ...(probe.unjudged > 0 ? [`unjudged: ${probe.unjudged} judgements of the probe have no verdict`] : []),
    ],
    records,
    document: {
      schema_version: 1,
      judge: { name: probe.judge.name, members: probe.judge.members },
      published_length_coefficient: -publishedLength,
      items: probe.items,
      unjudged: probe.unjudged,
      effects: records,
      null_twin: { share: inPercent(nullTwin.share), is_steady: isSteady },
      canaries: canaries.map((one) => ({ text: one.text, preferred: inPercent(one.share.share) })),
    },
  };
}
