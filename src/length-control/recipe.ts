import { UsageError } from "../core/errors.js";
import { type Covariate, withCounterfactual } from "./covariates/covariate.js";
import { difficulty } from "./covariates/difficulty.js";
import { covariateByName, covariates } from "./covariates/index.js";
import { length, robustLength } from "./covariates/length.js";
import { model } from "./covariates/model.js";

/** Which model is fitted: its columns, and what it needs of a calibration. */
export interface Recipe {
  readonly name: string;
  /** In the order of the coefficients. */
  readonly covariates: readonly Covariate[];
  readonly usesGamedBaselines: boolean;
  readonly summary: string;
}

/** The reference's three recipes (alpaca_eval 0.6.6), by the reference's names. */
export const recipes = {
  length_controlled_v1: {
    name: "length_controlled_v1",
    covariates: [length, difficulty, model],
    usesGamedBaselines: true,
    summary: "length, instruction difficulty, model; regularised by two gamed baselines",
  },
  length_controlled_noreg: {
    name: "length_controlled_noreg",
    covariates: [length, difficulty, model],
    usesGamedBaselines: false,
    summary: "length, instruction difficulty, model; without gamed baselines",
  },
  length_controlled_minimal: {
    name: "length_controlled_minimal",
    covariates: [length, model],
    usesGamedBaselines: false,
    summary: "length, model; needs nothing but the judgements",
  },
} as const satisfies Record<string, Recipe>;

export type RecipeName = keyof typeof recipes;

/** Which covariates enter a fit, by name: those whose counterfactual is 0, and those that stay as observed. */
export interface CovariateChoice {
  readonly control: readonly string[];
  readonly keep: readonly string[];
}

/** Length controlled, nothing added: what the reference's recipes do. */
export const controlLengthOnly: CovariateChoice = { control: [length.name], keep: [] };

/**
 * A recipe with other covariates, and a name that says so: `+lists` is controlled too, `+(tables)` added and kept as
 * observed, `-length` means that length is not controlled. The reference's own recipe where nothing differs.
 * @throws UsageError for a name that is no covariate, or that is to be both controlled and kept
 */
export function composeRecipe(reference: Recipe, { control, keep }: CovariateChoice): Recipe {
  const columns = [
    ...unique(control).map((name) => withCounterfactual(findCovariate(name), "zero")),
    ...unique(keep).map((name) => withCounterfactual(findCovariate(name), "keep")),
  ];
  const both = control.find((name) => keep.includes(name));
  if (both !== undefined)
    throw new UsageError(`${both} cannot be both controlled (--control) and kept (--covariates)`);
  const extra = columns
    .filter((column) => column !== length)
    .map(({ name, counterfactual }) => (counterfactual === "zero" ? `+${name}` : `+(${name})`));
  const hasLength = columns.includes(length);
  if (hasLength && extra.length === 0) return reference;
  return {
    ...reference,
    name: [reference.name, hasLength ? "" : "-length", ...extra].join(""),
    covariates: [...columns, ...reference.covariates.filter((column) => column !== length)],
    summary: `${reference.summary}; with its own choice of what is controlled`,
  };
}

const robustMark = "~robust";

/** The same recipe with length on its robust scale, and a name that says so. */
export const withRobustLength = (recipe: Recipe): Recipe => ({
  ...recipe,
  name: recipe.name + robustMark,
  covariates: recipe.covariates.map((column) =>
    column.name === length.name ? { ...robustLength, counterfactual: column.counterfactual } : column,
  ),
});

/** The name without the mark of {@link withRobustLength}, and whether it was there. */
export const readLengthScale = (name: string): { name: string; lengthScale: "standard" | "robust" } =>
  name.endsWith(robustMark)
    ? { name: name.slice(0, -robustMark.length), lengthScale: "robust" }
    : { name, lengthScale: "standard" };

const unique = (names: readonly string[]) => [...new Set(names)];

/** @throws UsageError for a name that is no covariate */
export function findCovariate(name: string): Covariate {
  const covariate = covariateByName.get(name);
  if (covariate) return covariate;
  throw new UsageError(
    `no covariate "${name}"; there are ${covariates.map((known) => known.name).join(", ")}`,
  );
}
