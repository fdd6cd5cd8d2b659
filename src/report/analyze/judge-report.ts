// What can be said of a judge without humans → a report.

import { present } from "../../core/present.js";
import type { JudgeAnalysis, JudgeBiases } from "../../metrics/judge-bias/describe-judge.js";
import type { ClusteredShare } from "../../metrics/rates/clustered-mean.js";
import { inPercent } from "../../numerics/percent.js";
import { fixed } from "../figure-text.js";
import type { Report } from "../report.js";
import { snakeCaseKeys } from "../snake-case-keys.js";
import {
  fitSection,
  overviewSection,
  positionSection,
  sizeSection,
  trivialSection,
} from "./judge-bias-sections.js";

export function reportJudge(analysis: JudgeAnalysis): Report {
  const { description } = analysis;
  return {
    sections: [
      overviewSection(analysis),
      positionSection(analysis),
      ...(description.length ? [sizeSection("length (characters)", description.length, analysis.level)] : []),
      ...Object.entries(description.marks).map(([kind, bins]) =>
        sizeSection(kind.replaceAll("_", " "), bins, analysis.level),
      ),
      ...(description.fit ? [fitSection(analysis)] : []),
      trivialSection(analysis),
    ],
    warnings: warn(description),
    records: listShares(description).map(([figure, { share, interval, rows, clusters }]) => ({
      figure,
      value: inPercent(share),
      lower: interval && inPercent(interval.lower),
      upper: interval && inPercent(interval.upper),
      rows,
      clusters,
    })),
    document: { schema_version: 1, ...snakeCaseKeys(analysis) },
  };
}

function warn({ kin, position, logprobs, judged }: JudgeBiases): string[] {
  const { effect } = position.preference;
  return present([
    effect.pValue !== null &&
      effect.pValue < 0.05 &&
      `position-bias: the judge's preference for an answer moves by ${fixed(inPercent(effect.difference!), 1)} points when it is shown second instead of first; judge in both orders`,
    kin.models.length > 0 &&
      `self-preference: judge and model are of one family (${kin.family}) by name: ${kin.models.join(", ")}; judges favour their own kin`,
    logprobs.missing > 0 &&
      `no-logprobs: ${logprobs.missing} of ${judged} verdicts have no log-probabilities: they are all or nothing`,
  ]);
}

function listShares({ preference, ties, position, length, trivialJudges }: JudgeBiases) {
  const shares: [string, ClusteredShare][] = [
    ["preference", preference],
    ["ties", ties],
    ["preference_shown_first", position.preference.shownFirst],
    ["preference_shown_second", position.preference.shownSecond],
    ["wins_shown_first", position.verdict.shownFirst],
    ["wins_shown_second", position.verdict.shownSecond],
    ...(position.flips ? [["flips", position.flips.rate] as [string, ClusteredShare]] : []),
    ...(length ?? []).map(({ from, to, share }): [string, ClusteredShare] => [
      `longer_preferred_${from}_${Number.isFinite(to) ? to : "up"}`,
      share,
    ]),
    ...trivialJudges.map(({ name, winRate }): [string, ClusteredShare] => [
      `win_rate_${name.replace(" ", "_")}`,
      winRate,
    ]),
  ];
  return shares;
}
