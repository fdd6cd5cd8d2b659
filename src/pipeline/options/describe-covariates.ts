import { covariates } from "../../length-control/covariates/index.js";
import { recipes } from "../../length-control/recipe.js";

/** A name that an option takes, and what it stands for. */
export type Described = readonly [name: string, meaning: string];

/** What `--control` and `--covariates` can name. */
export const describeCovariates = (): Described[] =>
  covariates.map(({ name, why, needs }) => [name, `${why}; needs ${needs}`]);

/** What `--recipe` can name. */
export const describeRecipes = (): Described[] =>
  Object.values(recipes).map(({ name, summary }) => [name, summary]);
