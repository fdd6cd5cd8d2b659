// Scores of one or several models → a report: a table of rates, a table on the health of the fits.

import { splitLevels } from "../../core/group-by.js";
import type { ScoreRecord } from "../../io/wire/score-result/score-record.js";
import { toInfluenceRecord } from "../../io/wire/score-result/to-influence-record.js";
import { toScoreRecord } from "../../io/wire/score-result/to-score-record.js";
import type { IdenticalRuns } from "../../metrics/comparison/identical-runs.js";
import type { Gate } from "../../metrics/comparison/non-inferiority.js";
import type { ModelScore } from "../../metrics/score/score-model.js";
import { hasUndecidedRate } from "../../metrics/score/scored-model.js";
import { inPercent } from "../../numerics/percent.js";
import { toGateRecord, toIdenticalRunsRecord } from "../compare/comparison-record.js";
import { fixed, intervalName, listNames, range } from "../figure-text.js";
import { gateSection, identicalRunsSection } from "../gates/gate-section.js";
import { judgeTitle } from "../judge-title.js";
import { gatherWarnings, labelReferences } from "../model-warnings.js";
import type { Report } from "../report.js";
import { figure, type Section, tableOf, text } from "../table-of.js";
import { covariateSection } from "./covariate-section.js";
import { byFallingRate, toFlatRecord } from "./flat-record.js";
import { groupSections } from "./group-sections.js";
import { judgeSection } from "./judge-section.js";

export const scoreSchemaVersion = 1;

export interface ScoreReportOptions {
  /** Whether the document carries influence values by instruction: in files written with `-o`. */
  readonly withInfluence: boolean;
  /** The columns whose values name groups: each group is a record too. */
  readonly by?: readonly string[] | undefined;
  /** Models held against a reference. */
  readonly gates?: readonly Gate[];
  /** By model, what a probe of its judge says of its length term. */
  readonly probes?: ReadonlyMap<string, string>;
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
      healthSection(records, options.probes),
      judgeSection(records),
      covariateSection(records),
      ...groupSections(ranked.map(({ score }) => score)),
      strongSection(records),
      gateSection(gates ?? []),
      identicalRunsSection(identicalRuns ?? []),
    ].filter((section) => section.rows.length > 0),
    warnings: [
      ...gatherWarnings([...records, ...labelReferences(comparisons.map(({ second }) => second))]),
      ...new Set(comparisons.flatMap(({ warnings }) => warnings)),
      ...(identicalRuns ? warnAboutUnsplit(scores, identicalRuns) : []),
    ],
    records: options.by
      ? ranked.flatMap(({ score, record }) => withGroups(toFlatRecord(record), score, options.by!))
      : records.map(toFlatRecord),
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

/** The model's own record, and one a group: a column a factor, and the figures that a group has. */
function withGroups(
  whole: ReturnType<typeof toFlatRecord>,
  { groups }: ModelScore,
  by: readonly string[],
): Record<string, string | number | null>[] {
  const levelled = (levels: readonly string[]) =>
    Object.fromEntries(by.map((name, k) => [name, levels[k] ?? null]));
  const { "": model = null, ...figures } = whole;
  const none = Object.fromEntries(Object.keys(figures).map((name) => [name, null]));
  return [
    { "": model, ...levelled([]), ...figures },
    ...(groups?.groups ?? []).map(({ category, rate, interval, judged }) => ({
      ...{ "": model, ...levelled(splitLevels(category)), ...none },
      ...{ win_rate: rate && inPercent(rate), n_total: judged },
      win_rate_lower: interval && inPercent(interval.lower),
      win_rate_upper: interval && inPercent(interval.upper),
    })),
  ];
}

const strongSection = (records: readonly ScoreRecord[]): Section =>
  tableOf(
    "Win rate with strong verdicts counted several times",
    records.filter(({ strong_weighted_winrate: rate }) => rate !== undefined),
    [
      text("model", ({ generator }) => generator),
      figure("raw %", ({ win_rate }) => fixed(win_rate, 2)),
      figure("strong-weighted %", ({ strong_weighted_winrate }) => fixed(strong_weighted_winrate!, 2)),
      text("interval", ({ strong_weighted_interval }) => range(strong_weighted_interval!, 2)),
    ],
    [
      "A mean over single verdicts, in which much better and much worse count so often; the interval takes the verdicts of one instruction together.",
    ],
  );

/** An A/A test that was asked for and could not be made. */
function warnAboutUnsplit(
  scores: readonly ModelScore[],
  tested: NonNullable<ScoreReportOptions["identicalRuns"]>,
): string[] {
  const names = new Set(tested.map(({ generator }) => generator));
  const untested = scores.filter(({ generator }) => !names.has(generator));
  if (untested.length === 0) return [];
  return [
    `no-aa: ${listNames(untested.map(({ generator }) => generator))}: fewer than four clusters, or a strong judge's sample, cannot be split in two for an A/A test`,
  ];
}

function rateSection(records: readonly ScoreRecord[]): Section {
  const level = intervalName(
    records.map((r) => r.length_controlled_interval ?? r.win_rate_interval).find(Boolean),
  );
  const hasUnjudged = records.some((r) => r.win_rate_bounds !== null);
  return tableOf(
    `Win rate against ${listNames(records.map((r) => r.baseline))}, judged by ${listNames(records.map(judgeTitle))}`,
    records,
    [
      text("model", (r) => r.generator),
      figure("length-controlled %", (r) => fixed(r.length_controlled_winrate, 2)),
      text(level, (r) => range(r.length_controlled_interval, 2)),
      hasUnjudged && text("were all judged", (r) => range(r.length_controlled_bounds, 2)),
      figure("raw %", (r) => fixed(r.win_rate, 2)),
      text(level, (r) => range(r.win_rate_interval, 2)),
      hasUnjudged && text("were all judged", (r) => range(r.win_rate_bounds, 2)),
      figure("pairs", (r) => r.n_total),
      figure("avg length", (r) => r.avg_length),
    ],
    records.flatMap(clusterNote),
  );
}

/** Only where rows lie in clusters. */
function clusterNote({
  generator,
  coverage: { rows, clusters, effective_clusters: effective },
}: ScoreRecord) {
  if (effective === undefined || clusters === rows) return [];
  return [`${generator}: ${rows} rows in ${clusters} clusters, worth ${effective.toFixed(1)} of one size`];
}

function healthSection(records: readonly ScoreRecord[], probes?: ReadonlyMap<string, string>): Section {
  const fitted = records.flatMap(({ strength, health, ...record }) =>
    strength && health ? [{ ...record, ...health, C: strength.C }] : [],
  );
  const sources = fitted.map((r) => r.difficulty_source.split(":")[0]!);
  const table = tableOf(
    `Health of the fit (${listNames(fitted.map((r) => r.recipe))}; difficulty: ${listNames(sources)})`,
    fitted,
    [
      text("model", (r) => r.generator),
      text("converged", (r) => `in ${r.iterations} steps`),
      figure("C", (r) => r.C.toPrecision(3)),
      text("rate over plausible C", ({ sensitivity }) =>
        sensitivity ? range({ lower: sensitivity.lowest, upper: sensitivity.highest }, 2) : "C was given",
      ),
      figure("longer %", (r) => r.longer_share.toFixed(1)),
      text("equal length is", (r) => (r.is_interpolation ? "inside the data" : "an extrapolation")),
      figure(
        "points per 100 chars",
        ({ trend }) => trend && `${fixed(trend.linear_slope, 2)} (robust ${fixed(trend.robust_slope, 2)})`,
      ),
    ],
  );
  const unusual = fitted.flatMap((fit) => {
    const said = [describeUnusual(fit), probes?.get(fit.generator)].filter(Boolean);
    return said.length === 0 ? [] : `${fit.generator}: ${said.join("; ")}`;
  });
  return {
    ...table,
    inWords: unusual.length > 0 ? unusual : [`nothing unusual (--wide: steps, C, lengths, trend)`],
  };
}

const widestUsual = 2;

/** What is unusual about a fit; empty where nothing is. Rates in percent. */
function describeUnusual({
  sensitivity,
  longer_share: longer,
  is_interpolation: isInside,
  warnings,
}: NonNullable<ScoreRecord["health"]> & Pick<ScoreRecord, "warnings">): string {
  const { lowest, highest } = sensitivity ?? { lowest: 0, highest: 0 };
  return [
    hasUndecidedRate({ warnings }) &&
      "the verdicts leave the rate open: it has no interval (see the warning)",
    !isInside && "no pairs of about equal length, so the rate at equal length lies outside the data",
    longer > 90 && `its answer is the longer one in ${longer.toFixed(0)} % of the pairs`,
    longer < 10 && `its answer is the longer one in only ${longer.toFixed(0)} % of the pairs`,
    highest - lowest > widestUsual &&
      `other strengths of the penalty, as good as far as one can tell, give ${fixed(lowest, 1)} to ${fixed(highest, 1)}`,
  ]
    .filter(Boolean)
    .join("; ");
}
