// Comparisons → a report: a pair, all pairs of several models with the ranks they may hold, or a series.
import type { ManyComparisons } from "../../metrics/comparison/compare-many.js";
import type { ModelComparison } from "../../metrics/comparison/compare-models.js";
import type { ComparisonOver } from "../../metrics/comparison/compare-over.js";
import type { SeriesComparison } from "../../metrics/comparison/compare-series.js";
import type { Gate } from "../../metrics/comparison/non-inferiority.js";
import type { ScoredModel } from "../../metrics/score/scored-model.js";
import { gateSection } from "../gates/gate-section.js";
import { abridgeWarnings, labelReferences, summariseWarnings } from "../model-warnings.js";
import type { Report } from "../report.js";
import { describeMany } from "./compare-many-report.js";
import { describeOver } from "./compare-over-report.js";
import { type CompareBody, describePairs } from "./compare-pair-report.js";
import { describeSeries } from "./compare-series-report.js";
import { toGateRecord } from "./comparison-record.js";
import { type MovedPairs, movedPairsSection, toMovedRecord } from "./moved-pairs-section.js";

/** What `compare` found. */
export type CompareResult = (
  | { readonly kind: "pair"; readonly comparison: ModelComparison }
  | { readonly kind: "many"; readonly comparisons: ManyComparisons }
  | { readonly kind: "series"; readonly series: SeriesComparison }
  | { readonly kind: "over"; readonly over: ComparisonOver }
  | { readonly kind: "gates" }
) & { readonly gates: readonly Gate[]; readonly moved?: readonly MovedPairs[] };

export interface CompareReportOptions {
  /** Percentage points to plan for; null for none. */
  readonly detectPercent: number | null;
}

const compareSchemaVersion = 1;

export function reportComparison(findings: CompareResult, { detectPercent }: CompareReportOptions): Report {
  const body = describeFindings(findings, detectPercent);
  const { gates, moved } = findings;
  const ofPairs = [...body.warnings, ...gates.flatMap(({ comparison }) => comparison.warnings)];
  const warnings = [...abridgeWarnings(ofPairs), ...warnAboutModels(findings)];
  return {
    sections: [...body.sections, gateSection(gates), ...(moved ?? []).map(movedPairsSection)].filter(
      ({ rows }) => rows.length > 0,
    ),
    warnings,
    records: body.records,
    document: {
      schema_version: compareSchemaVersion,
      ...body.document,
      gates: gates.map(toGateRecord),
      ...(moved && { moved_pairs: moved.map(toMovedRecord) }),
      warnings,
    },
  };
}

/** What every score that was used says against itself. */
function warnAboutModels(findings: CompareResult): string[] {
  const models = modelsOf(findings);
  const references = findings.gates
    .map(({ comparison }) => comparison.second)
    .filter((reference) => !models.includes(reference));
  return summariseWarnings([...models, ...labelReferences(references)]);
}

function modelsOf(findings: CompareResult): readonly ScoredModel[] {
  if (findings.kind === "many") return findings.comparisons.models;
  if (findings.kind === "series") return findings.series.models;
  if (findings.kind === "over")
    return findings.over.benchmarks.flatMap(({ control, gains }) => [
      control,
      ...gains.map(({ comparison }) => comparison.first),
    ]);
  if (findings.kind === "pair") return [findings.comparison.first, findings.comparison.second];
  return findings.gates.map(({ comparison }) => comparison.first);
}

function describeFindings(findings: CompareResult, detectPercent: number | null): CompareBody {
  if (findings.kind === "pair") return describePairs([findings.comparison], detectPercent);
  if (findings.kind === "many") return describeMany(findings.comparisons, detectPercent);
  if (findings.kind === "series") return describeSeries(findings.series, detectPercent);
  if (findings.kind === "over") return describeOver(findings.over, detectPercent);
  return describePairs(
    findings.gates.map(({ comparison }) => comparison),
    detectPercent,
  );
}
