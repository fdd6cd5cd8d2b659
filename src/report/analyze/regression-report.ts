// Regressions of a score over models → a report.
import type { Regression, Slope } from "../../metrics/correlation/regress-scores.js";
import { absent, fixed, levelText, measureText, pValueText } from "../figure-text.js";
import { left, type Report, right, type Section } from "../report.js";
import { snakeCaseKeys } from "../snake-case-keys.js";

export interface RegressionAnalysis {
  readonly level: number;
  readonly outcome: string;
  readonly predictors: readonly string[];
  readonly models: readonly {
    readonly model: string;
    readonly outcome: number;
    readonly predictors: readonly number[];
  }[];
  /** Models with a score but without one of the predictors. */
  readonly incomplete: readonly string[];
  /** Each predictor by itself, in order. */
  readonly alone: readonly Regression[];
  /** All in one regression; null for a single predictor. */
  readonly together: Regression | null;
}

const mostModelsShown = 40;
const mostNamed = 10;

const shorten = (names: readonly string[]) =>
  names.slice(0, mostNamed).join(", ") + (names.length > mostNamed ? ", …" : "");

export function reportRegression(analysis: RegressionAnalysis): Report {
  const { alone, together, incomplete, models } = analysis;
  return {
    sections: [
      aloneSection(analysis),
      ...(together ? [togetherSection(analysis, together)] : []),
      ...(models.length <= mostModelsShown ? [modelSection(analysis)] : []),
    ],
    warnings:
      incomplete.length > 0
        ? [
            `incomplete: ${incomplete.length} models lack a predictor and are left out: ${shorten(incomplete)}`,
          ]
        : [],
    records: [
      ...alone.flatMap((regression) => toRecords("alone", regression)),
      ...(together ? toRecords("together", together) : []),
    ],
    document: { schema_version: 1, ...snakeCaseKeys(analysis) },
  };
}

const toRecords = (fit: string, { n, slopes, rSquared }: Regression) =>
  slopes.map((slope) => ({
    fit,
    predictor: slope.predictor,
    n,
    slope: slope.value,
    lower: slope.lower,
    upper: slope.upper,
    per_standard_deviation: slope.perStandardDeviation,
    p_value: slope.pValue,
    variance_inflation: slope.varianceInflation,
    r_squared: rSquared.value,
  }));

const slopeCells = ({ value, lower, upper, perStandardDeviation, pValue }: Slope) => [
  value.toPrecision(3),
  `[${lower.toPrecision(3)}, ${upper.toPrecision(3)}]`,
  fixed(perStandardDeviation, 2),
  pValueText(pValue),
];

const slopeColumns = (level: number) => [
  left("predictor"),
  right("slope"),
  left(levelText(level)),
  right("per s.d."),
  right("p"),
];

function aloneSection({ outcome, predictors, alone, level, models }: RegressionAnalysis): Section {
  return {
    title: `${outcome} on each predictor alone, ${models.length} models`,
    columns: [...slopeColumns(level), right("R²")],
    rows: alone.map(({ slopes: [slope], rSquared, reason }, j) => [
      predictors[j]!,
      ...(slope ? slopeCells(slope) : [absent, absent, absent, absent]),
      slope ? measureText(rSquared) : `${absent} (${reason})`,
    ]),
    notes: [
      "Slope: points of the outcome for one unit more; per s.d.: for one standard deviation more. Least squares, Student's t.",
      "Models are few and chosen by nobody at random: an association over models, not an effect.",
    ],
  };
}

function togetherSection({ outcome, level }: RegressionAnalysis, regression: Regression): Section {
  const { slopes, rSquared, reason, n } = regression;
  return {
    title: `${outcome} on all of them together, ${n} models`,
    columns: [...slopeColumns(level), right("VIF")],
    rows: slopes.map((slope) => [slope.predictor, ...slopeCells(slope), fixed(slope.varianceInflation, 1)]),
    notes: [
      reason === null
        ? `R² ${measureText(rSquared)}; VIF: variance inflation, above 1 where predictors go together.`
        : `No slopes: ${reason}.`,
    ],
  };
}

function modelSection({ outcome, predictors, models }: RegressionAnalysis): Section {
  return {
    title: "Models",
    columns: [left("model"), right(outcome), ...predictors.map(right)],
    rows: models.map((row) => [
      row.model,
      fixed(row.outcome, 2),
      ...row.predictors.map((value) => fixed(value, 2)),
    ]),
  };
}
