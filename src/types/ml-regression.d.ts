// What lceval uses of ml-regression, which ships no types.
declare module "ml-regression" {
  /** Least squares with an intercept, which comes last in every list. */
  export class MultivariateLinearRegression {
    constructor(x: readonly (readonly number[])[], y: readonly (readonly number[])[]);
    readonly weights: readonly (readonly number[])[];
    /** Of the residuals. */
    readonly stdError: number;
    readonly stdErrors: readonly number[];
  }
}
