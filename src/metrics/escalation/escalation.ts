/** How a rate came from two judges. */
export interface Escalation {
  /** The judge of all pairs. */
  readonly cheap: string | null;
  /** Pairs of the sample with a verdict of the strong judge. */
  readonly sampled: number;
  /** So many judgements of the strong judge alone would say as much, of the raw and the length-controlled rate. */
  readonly worth: { readonly raw: number; readonly lengthControlled: number | null };
  /** The cheap judge's own rates, in [0, 1]. */
  readonly cheapRates: { readonly raw: number; readonly lengthControlled: number | null };
}
