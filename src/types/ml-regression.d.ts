// What lceval uses of ml-regression, which ships no types.
declare module "ml-regression" {
  /** Least-squares line through (x, y). */
  export class SLR {
    constructor(x: ArrayLike<number>, y: ArrayLike<number>);
    readonly slope: number;
    readonly intercept: number;
    predict(x: number): number;
  }
  /** Line by the median of pairwise slopes. */
  export class TheilSenRegression {
    constructor(x: ArrayLike<number>, y: ArrayLike<number>);
    readonly slope: number;
    readonly intercept: number;
    predict(x: number): number;
  }
  /** Least squares with an intercept, which comes last in every list. */
  export class MultivariateLinearRegression {
    constructor(x: readonly (readonly number[])[], y: readonly (readonly number[])[]);
    readonly weights: readonly (readonly number[])[];
    /** Of the residuals. */
    readonly stdError: number;
    readonly stdErrors: readonly number[];
  }
}
