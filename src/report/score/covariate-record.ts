// What each covariate of a fit does → the records that scripts read and the table that people read.
import type { CovariateEffect, CovariateEffects } from "../../metrics/score/covariate-effects.js";
import { absent, fixed, range } from "../figure-text.js";
import { inPercent } from "../in-percent.js";
import { left, right, type Section } from "../report.js";

/** One covariate of a model's fit; shares and worth in percent. */
export interface CovariateRecord {
  readonly name: string;
  readonly controlled: boolean;
  readonly coefficient: number | null;
  readonly interval: {
    readonly lower: number;
    readonly upper: number;
    readonly level: number;
    readonly standard_error: number;
  } | null;
  /** Rate with it controlled minus rate with it kept, in points. */
  readonly worth: number | null;
  readonly below: number;
  readonly equal: number;
  readonly above: number;
  readonly is_interpolation: boolean;
  readonly variance_inflation: number | null;
}

export interface CovariatesRecord {
  readonly effects: readonly CovariateRecord[];
  readonly condition_number: number | null;
}

export const toCovariatesRecord = ({ effects, conditionNumber }: CovariateEffects): CovariatesRecord => ({
  effects: effects.map(toCovariateRecord),
  condition_number: conditionNumber,
});

function toCovariateRecord(effect: CovariateEffect): CovariateRecord {
  const { interval } = effect;
  return {
    name: effect.name,
    controlled: effect.isControlled,
    coefficient: effect.coefficient,
    interval: interval && {
      lower: interval.lower,
      upper: interval.upper,
      level: interval.level,
      standard_error: interval.standardError,
    },
    worth: inPercent(effect.worth),
    below: 100 * effect.below,
    equal: 100 * effect.equal,
    above: 100 * effect.above,
    is_interpolation: effect.isInterpolation,
    variance_inflation: effect.varianceInflation,
  };
}

export interface ModelCovariates {
  readonly generator: string;
  readonly recipe: string;
  readonly covariates: CovariatesRecord | null;
}

/** One table for all models that were fitted with covariates of one's own choice; none for the reference's recipes. */
export function covariateSection(models: readonly ModelCovariates[]): Section[] {
  const chosen = models.filter(({ recipe, covariates }) => covariates !== null && /[+-]/.test(recipe));
  if (chosen.length === 0) return [];
  const rows = chosen.flatMap(({ generator, covariates }) =>
    covariates!.effects.map((effect) => [
      generator,
      effect.name,
      effect.worth === null ? absent : effect.controlled ? "yes" : "no",
      fixed(effect.coefficient),
      range(effect.interval),
      fixed(effect.worth, 2),
      effect.worth === null
        ? absent
        : `${[effect.below, effect.equal, effect.above].map((share) => fixed(share, 1)).join(" / ")}`,
      effect.worth === null ? absent : effect.is_interpolation ? "inside the data" : "an extrapolation",
      fixed(effect.variance_inflation, 1),
    ]),
  );
  const conditions = chosen.map(
    ({ generator, covariates }) => `${generator} ${fixed(covariates!.condition_number, 1)}`,
  );
  return [
    {
      title: "Covariates",
      columns: [
        left("model"),
        left("covariate"),
        left("controlled"),
        right("coefficient"),
        left("interval"),
        right("worth in points"),
        right("% below / at / above 0"),
        left("equality is"),
        right("VIF"),
      ],
      rows,
      notes: [
        "worth: the rate with the covariate controlled minus the rate with it kept as observed; VIF: variance inflation",
        "below 0 the model's answer has more of it than the baseline's; position is above 0 where the model was shown first",
        `condition number of all columns: ${conditions.join(", ")}`,
      ],
    },
  ];
}
