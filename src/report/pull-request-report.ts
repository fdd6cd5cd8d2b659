// Scores, gates and the last run → what a pull request is told: rates with their change, and the requirements.

import type { ModelComparison } from "../metrics/comparison/compare-models.js";
import type { RateDifference } from "../metrics/comparison/rate-difference.js";
import type { ModelScore } from "../metrics/score/score-model.js";
import { type MovedPairs, movedPairsSection } from "./compare/moved-pairs-section.js";
import { absent, fixed, intervalName, listNames, range, signed } from "./figure-text.js";
import type { GateResult } from "./gates/gate-result.js";
import { type Integrity, integritySection, warningsBeside } from "./integrity-section.js";
import { judgeTitle } from "./judge-title.js";
import { left, type Report, right, type Section } from "./report.js";
import { byFallingRate, toScoreRecord } from "./score/score-record.js";
import { reportScores } from "./score/score-report.js";

/** A score beside the last run's: null where the last run has no such model or is not comparable, with the reason. */
export interface ScoreChange {
  readonly generator: string;
  readonly comparison: ModelComparison | null;
  readonly reason: string | null;
}

export interface PullRequestData {
  readonly scores: readonly ModelScore[];
  readonly results: readonly GateResult[];
  /** Null when there is no last run to compare with. */
  readonly changes: readonly ScoreChange[] | null;
  readonly integrity?: Integrity | undefined;
  /** What changed most since a reference or the last run. */
  readonly moved?: readonly MovedPairs[] | undefined;
}

export function reportToPullRequest({
  scores,
  results,
  changes,
  integrity = { findings: [], files: [] },
  moved = [],
}: PullRequestData): Report {
  const report = reportScores(
    scores.map((score) => ({ ...score, warnings: warningsBeside(integrity.findings, score) })),
    { withInfluence: false },
  );
  return {
    ...report,
    sections: [
      ...gateSections(results),
      rateSection(scores, changes),
      ...integritySection(integrity),
      ...moved.flatMap(movedPairsSection),
    ],
  };
}

const marks = { holds: "✅ holds", fails: "❌ fails", inconclusive: "❔ inconclusive" } as const;

function gateSections(results: readonly GateResult[]): Section[] {
  if (results.length === 0) return [];
  const count = (wanted: GateResult["outcome"]) => results.filter(({ outcome }) => outcome === wanted).length;
  const [held, failed, unclear] = [count("holds"), count("fails"), count("inconclusive")];
  const parts = [
    `${held} of ${results.length} ${held === 1 ? "holds" : "hold"}`,
    ...(failed > 0 ? [`${failed} ${failed === 1 ? "fails" : "fail"}`] : []),
    ...(unclear > 0 ? [`${unclear} inconclusive`] : []),
  ];
  return [
    {
      title: `Requirements: ${parts.join(", ")}`,
      columns: [left("outcome"), left("model"), left("requirement"), left("figures")],
      rows: results.map((r) => [marks[r.outcome], r.generator, r.condition, r.explanation]),
    },
  ];
}

function rateSection(scores: readonly ModelScore[], changes: readonly ScoreChange[] | null): Section {
  const records = scores.map(toScoreRecord).sort(byFallingRate);
  const changeOf = (generator: string) => changes?.find((change) => change.generator === generator) ?? null;
  return {
    title: `Win rate against ${listNames(records.map((r) => r.baseline))}, judged by ${listNames(records.map(judgeTitle))}`,
    columns: [
      left("model"),
      right("length-controlled %"),
      left(intervalName(records.map((r) => r.length_controlled_interval).find(Boolean))),
      ...(changes ? [left("change since the last run")] : []),
      right("raw %"),
      ...(changes ? [left("change")] : []),
      right("pairs"),
    ],
    rows: records.map((record) => {
      const change = changeOf(record.generator);
      return [
        record.generator,
        fixed(record.length_controlled_winrate, 2),
        range(record.length_controlled_interval, 2),
        ...(changes ? [describeChange(change, "lengthControlled")] : []),
        fixed(record.win_rate, 2),
        ...(changes ? [describeChange(change, "raw")] : []),
        String(record.n_total),
      ];
    }),
    notes: [
      ...(changes ?? []).flatMap(({ generator, reason }) => (reason ? [`${generator}: ${reason}`] : [])),
      ...(changes?.some(({ comparison }) => comparison)
        ? ["A change is in percentage points, with its interval; one whose interval holds 0 may be chance."]
        : []),
    ],
  };
}

function describeChange(change: ScoreChange | null, rate: "lengthControlled" | "raw"): string {
  const difference = change?.comparison?.differences[rate] ?? null;
  return difference === null ? absent : describeDifference(difference);
}

function describeDifference({ difference, interval }: RateDifference): string {
  const points = (share: number) => signed(100 * share);
  return interval === null
    ? points(difference)
    : `${points(difference)} [${points(interval.lower)}, ${points(interval.upper)}]`;
}
