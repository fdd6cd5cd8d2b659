// How a file writes preferences: numbers on a line from the baseline's win to the model's, or words.

/** `LOW..HIGH`: LOW is the baseline's win, HIGH the model's, LOW may exceed HIGH; alpaca_eval's is `1..2`, where 0 is a tie. */
export type PreferenceScale = `${number}..${number}` | "labels";

/** What each word of the scale `labels` means: P(model beats baseline) in [0, 1], or NaN for no verdict. */
export type PreferenceLabels = ReadonlyMap<string, number>;

/** The ends of a scale of numbers. */
export interface ScaleEnds {
  readonly low: number;
  readonly high: number;
}

export const nativeScale = "1..2";

export const scaleHint =
  "A scale is LOW..HIGH, two numbers, LOW the baseline's win and HIGH the model's (1..2, 0..1, 1..0, 5..1), or labels.";

/** The ends of a scale as it is written; null where it is none: no numbers, or equal ones. */
export function endsOfScale(text: string): ScaleEnds | null {
  const [, low, high] = /^\s*(-?[\d.]+(?:e-?\d+)?)\.\.(-?[\d.]+(?:e-?\d+)?)\s*$/i.exec(text) ?? [];
  const ends = { low: Number(low), high: Number(high) };
  return Number.isFinite(ends.low) && Number.isFinite(ends.high) && ends.low !== ends.high ? ends : null;
}

/** P(model beats baseline), which lies outside of [0, 1] where the value lies beyond the ends. */
export function toPreference(value: number, { low, high }: ScaleEnds): number {
  if (value === 0 && low === 1 && high === 2) return 0.5;
  const preference = (value - low) / (high - low) + 0; // no −0
  // an end that was reached by arithmetic
  const end = Math.round(preference);
  return (end === 0 || end === 1) && Math.abs(preference - end) < 1e-12 ? end : preference;
}
