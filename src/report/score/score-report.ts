// Scores of one or several models → a report: a table of rates, a table on the health of the fits.

import type { IdenticalRuns } from "../../metrics/comparison/identical-runs.js";
import type { Gate } from "../../metrics/comparison/non-inferiority.js";
import type { ModelScore } from "../../metrics/score/score-model.js";
import { toGateRecord, toIdenticalRunsRecord } from "../compare/comparison-record.js";
import { absent, fixed, intervalName, listNames, range } from "../figure-text.js";
import { gateSection, identicalRunsSection } from "../gates/gate-section.js";
import { judgeTitle } from "../judge-title.js";
import { gatherWarnings, labelReferences } from "../model-warnings.js";
import { left, type Report, right, type Section } from "../report.js";
import { covariateSection } from "./covariate-record.js";
import { toFlatRecord } from "./flat-record.js";
import { groupSections } from "./group-averages-record.js";
import { toInfluenceRecord } from "./influence-record.js";
import { judgeSection } from "./judge-record.js";
import { byFallingRate, type ScoreRecord, toScoreRecord } from "./score-record.js";

export const scoreSchemaVersion = 1;

export interface ScoreReportOptions {
  /** Whether the document carries influence values by instruction: in files written with `-o`. */
  readonly withInfluence: boolean;
  /** Models held against a reference. */
  readonly gates?: readonly Gate[];
  readonly identicalRuns?: readonly { readonly generator: string; readonly runs: IdenticalRuns }[];
}

/** Models by falling length-controlled win rate (raw where there is none). */
export function reportScores(scores: readonly ModelScore[], options: ScoreReportOptions): Report {
  const ranked = scores
    .map((score) => ({ score, record: toScoreRecord(score) }))
    .sort((a, b) => byFallingRate(a.record, b.record));
  const records = ranked.map(({ record }) => record);
  const { gates, identicalRuns } = options;
  const comparisons = (gates ?? []).map(({ comparison }) => comparison);
  return {
    sections: [
      rateSection(records),
      healthSection(records),
      judgeSection(records),
      ...covariateSection(records),
      ...groupSections(ranked.map(({ score }) => ({ generator: score.generator, averages: score.groups }))),
      ...gateSection(gates ?? []),
      ...identicalRunsSection(identicalRuns ?? []),
    ].filter((section) => section.rows.length > 0),
    warnings: [
      ...gatherWarnings([...records, ...labelReferences(comparisons.map(({ second }) => second))]),
      ...new Set(comparisons.flatMap(({ warnings }) => warnings)),
      ...(identicalRuns ? warnAboutUnsplit(scores, identicalRuns) : []),
    ],
    records: records.map(toFlatRecord),
    document: {
      schema_version: scoreSchemaVersion,
      results: ranked.map(({ score, record }) =>
        options.withInfluence ? { ...record, influence: toInfluenceRecord(score) } : record,
      ),
      ...(gates && { gates: gates.map(toGateRecord) }),
      ...(identicalRuns && {
        identical_runs: identicalRuns.map(({ generator, runs }) => toIdenticalRunsRecord(generator, runs)),
      }),
    },
  };
}

/** An A/A test that was asked for and could not be made. */
function warnAboutUnsplit(
  scores: readonly ModelScore[],
  tested: NonNullable<ScoreReportOptions["identicalRuns"]>,
): string[] {
  const names = new Set(tested.map(({ generator }) => generator));
  const untested = scores.filter(({ generator }) => !names.has(generator));
  if (untested.length === 0) return [];
  return [
    `no-aa: ${listNames(untested.map(({ generator }) => generator))}: fewer than four clusters cannot be split in two for an A/A test`,
  ];
}

function rateSection(records: readonly ScoreRecord[]): Section {
  const interval = records.map((r) => r.length_controlled_interval ?? r.win_rate_interval).find(Boolean);
  const hasUnjudged = records.some((r) => r.win_rate_bounds !== null);
  const bounds = (value: ScoreRecord["win_rate_bounds"]) => (hasUnjudged ? [range(value, 2)] : []);
  const boundsColumn = hasUnjudged ? [left("were all judged")] : [];
  const level = intervalName(interval);
  return {
    title: `Win rate against ${listNames(records.map((r) => r.baseline))}, judged by ${listNames(records.map(judgeTitle))}`,
    columns: [
      left("model"),
      right("length-controlled %"),
      left(level),
      ...boundsColumn,
      right("raw %"),
      left(level),
      ...boundsColumn,
      right("pairs"),
      right("avg length"),
    ],
    rows: records.map((r) => [
      r.generator,
      fixed(r.length_controlled_winrate, 2),
      range(r.length_controlled_interval, 2),
      ...bounds(r.length_controlled_bounds),
      fixed(r.win_rate, 2),
      range(r.win_rate_interval, 2),
      ...bounds(r.win_rate_bounds),
      String(r.n_total),
      r.avg_length === null ? absent : String(r.avg_length),
    ]),
    notes: records.flatMap(clusterNote),
  };
}

/** Only where rows lie in clusters. */
function clusterNote({
  generator,
  coverage: { rows, clusters, effective_clusters: effective },
}: ScoreRecord) {
  if (effective === undefined || clusters === rows) return [];
  return [`${generator}: ${rows} rows in ${clusters} clusters, worth ${effective.toFixed(1)} of one size`];
}

function healthSection(records: readonly ScoreRecord[]): Section {
  const fitted = records.filter((r) => r.strength !== null && r.health !== null);
  return {
    title: `Health of the fit (${listNames(fitted.map((r) => r.recipe))}; difficulty: ${listNames(fitted.map((r) => r.difficulty_source.split(":")[0]!))})`,
    columns: [
      left("model"),
      left("converged"),
      right("C"),
      left("rate over plausible C"),
      right("longer %"),
      left("equal length is"),
      right("points per 100 chars"),
    ],
    rows: fitted.map(({ generator, strength, health }) => [
      generator,
      `in ${health!.iterations} steps`,
      strength!.C.toPrecision(3),
      health!.sensitivity
        ? range({ lower: health!.sensitivity.lowest, upper: health!.sensitivity.highest }, 2)
        : "C was given",
      health!.longer_share.toFixed(1),
      health!.is_interpolation ? "inside the data" : "an extrapolation",
      health!.trend
        ? `${fixed(health!.trend.linear_slope, 2)} (robust ${fixed(health!.trend.robust_slope, 2)})`
        : absent,
    ]),
  };
}
