/** How a file writes preferences: alpaca_eval's 1…2 (0 = tie), a probability, or words. */
export type PreferenceScale = "1..2" | "0..1" | "labels";

/** What each word of the scale `labels` means: 1 the model wins, 0 the baseline, ½ a tie. */
export type PreferenceLabels = ReadonlyMap<string, 0 | 0.5 | 1>;
