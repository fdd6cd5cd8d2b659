// Scores, gates and the last run → what a pull request is told: rates with their change, and the requirements.

import { toScoreRecord } from "../io/wire/score-result/to-score-record.js";
import type { ModelComparison } from "../metrics/comparison/compare-models.js";
import type { RateDifference } from "../metrics/comparison/rate-difference.js";
import type { ModelScore } from "../metrics/score/score-model.js";
import { inPercent } from "../numerics/percent.js";
import { type MovedPairs, movedPairsSection } from "./compare/moved-pairs-section.js";
import { fixed, intervalName, listNames, range, signed } from "./figure-text.js";
import type { GateResult } from "./gates/gate-result.js";
import { type Integrity, integritySection, warningsBeside } from "./integrity-section.js";
import { judgeTitle } from "./judge-title.js";
import type { Report } from "./report.js";
import { byFallingRate } from "./score/flat-record.js";
import { reportScores } from "./score/score-report.js";
import { absent, figure, type Section, tableOf, text } from "./table-of.js";

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
      ...moved.map(movedPairsSection).filter(({ rows }) => rows.length > 0),
    ],
  };
}

const marks = { holds: "✅ holds", fails: "❌ fails", inconclusive: "❔ inconclusive" } as const;

export function gateSections(results: readonly GateResult[]): Section[] {
  if (results.length === 0) return [];
  const count = (wanted: GateResult["outcome"]) => results.filter(({ outcome }) => outcome === wanted).length;
  const [held, failed, unclear] = [count("holds"), count("fails"), count("inconclusive")];
  const parts = [
    `${held} of ${results.length} ${held === 1 ? "holds" : "hold"}`,
    ...(failed > 0 ? [`${failed} ${failed === 1 ? "fails" : "fail"}`] : []),
    ...(unclear > 0 ? [`${unclear} inconclusive`] : []),
  ];
  return [
    tableOf(`Requirements: ${parts.join(", ")}`, results, [
      text("outcome", ({ outcome }) => marks[outcome]),
      text("model", ({ generator }) => generator),
      text("requirement", ({ condition }) => condition),
      text("figures", ({ explanation }) => explanation),
    ]),
  ];
}

function rateSection(scores: readonly ModelScore[], changes: readonly ScoreChange[] | null): Section {
  const records = scores.map(toScoreRecord).sort(byFallingRate);
  const changeOf = (generator: string) => changes?.find((change) => change.generator === generator) ?? null;
  const level = intervalName(records.map((r) => r.length_controlled_interval).find(Boolean));
  return tableOf(
    `Win rate against ${listNames(records.map((r) => r.baseline))}, judged by ${listNames(records.map(judgeTitle))}`,
    records,
    [
      text("model", (r) => r.generator),
      figure("length-controlled %", (r) => fixed(r.length_controlled_winrate, 2)),
      text(level, (r) => range(r.length_controlled_interval, 2)),
      changes !== null &&
        text("change since the last run", (r) => describeChange(changeOf(r.generator), "lengthControlled")),
      figure("raw %", (r) => fixed(r.win_rate, 2)),
      changes !== null && text("change", (r) => describeChange(changeOf(r.generator), "raw")),
      figure("pairs", (r) => r.n_total),
    ],
    [
      ...(changes ?? []).flatMap(({ generator, reason }) => (reason ? [`${generator}: ${reason}`] : [])),
      (changes?.some(({ comparison }) => comparison) ?? false) &&
        "A change is in percentage points, with its interval; one whose interval holds 0 may be chance.",
    ],
  );
}

function describeChange(change: ScoreChange | null, rate: "lengthControlled" | "raw"): string {
  const difference = change?.comparison?.differences[rate] ?? null;
  return difference === null ? absent : describeDifference(difference);
}

function describeDifference({ difference, interval }: RateDifference): string {
  const points = (share: number) => signed(inPercent(share));
  return interval === null
    ? points(difference)
    : `${points(difference)} [${points(interval.lower)}, ${points(interval.upper)}]`;
}
