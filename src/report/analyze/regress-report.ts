// Regressions of a score over models → a report.
import type { RegressAnalysis, Regression, Slope } from "../../metrics/correlation/regress-scores.js";
import { fixed, levelText, measureText, pValueText } from "../figure-text.js";
import type { Report } from "../report.js";
import { snakeCaseKeys } from "../snake-case-keys.js";
import { absent, type Column, figure, type Section, tableOf, text } from "../table-of.js";

const mostModelsShown = 40;
const mostNamed = 10;

const shorten = (names: readonly string[]) =>
  names.slice(0, mostNamed).join(", ") + (names.length > mostNamed ? ", …" : "");

export function reportRegress(analysis: RegressAnalysis): Report {
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

const slopeColumns = <Row>(level: number, of: (row: Row) => Slope | undefined): Column<Row>[] => [
  figure("slope", (row) => of(row)?.value.toPrecision(3)),
  text(levelText(level), (row) => {
    const slope = of(row);
    return slope && `[${slope.lower.toPrecision(3)}, ${slope.upper.toPrecision(3)}]`;
  }),
  figure("per s.d.", (row) => fixed(of(row)?.perStandardDeviation, 2)),
  figure("p", (row) => pValueText(of(row)?.pValue ?? null)),
];

const aloneSection = ({ outcome, predictors, alone, level, models }: RegressAnalysis): Section =>
  tableOf(
    `${outcome} on each predictor alone, ${models.length} models`,
    alone,
    [
      text("predictor", (_, j) => predictors[j]),
      slopeColumns(level, ({ slopes }) => slopes[0]),
      figure("R²", ({ slopes, rSquared, reason }) =>
        slopes.length > 0 ? measureText(rSquared) : `${absent} (${reason})`,
      ),
    ],
    [
      "Slope: points of the outcome for one unit more; per s.d.: for one standard deviation more. Least squares, Student's t.",
      "Models are few and chosen by nobody at random: an association over models, not an effect.",
    ],
  );

const togetherSection = (
  { outcome, level }: RegressAnalysis,
  { slopes, rSquared, reason, n }: Regression,
): Section =>
  tableOf(
    `${outcome} on all of them together, ${n} models`,
    slopes,
    [
      text("predictor", ({ predictor }) => predictor),
      slopeColumns(level, (slope) => slope),
      figure("VIF", ({ varianceInflation }) => fixed(varianceInflation, 1)),
    ],
    [
      reason === null
        ? `R² ${measureText(rSquared)}; VIF: variance inflation, above 1 where predictors go together.`
        : `No slopes: ${reason}.`,
    ],
  );

const modelSection = ({ outcome, predictors, models }: RegressAnalysis): Section =>
  tableOf("Models", models, [
    text("model", ({ model }) => model),
    figure(outcome, (row) => fixed(row.outcome, 2)),
    ...predictors.map((name, j) =>
      figure(name, (row: RegressAnalysis["models"][number]) => fixed(row.predictors[j], 2)),
    ),
  ]);
