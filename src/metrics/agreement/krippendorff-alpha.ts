// Nominal labels by several annotators, some missing → Krippendorff's alpha = 1 − D_o/D_e, from coincidences:
//   an item with m ≥ 2 labels adds n_c·(n_k − [c = k])/(m − 1) to coincidence (c, k)
//   D_o = Σ_{c≠k} o_ck      D_e = Σ_{c≠k} n_c·n_k/(n − 1)      n_c = Σ_k o_ck, n = Σ n_c
// K. Krippendorff, Content Analysis (2004), chapter 11; Computing Krippendorff's Alpha-Reliability (2011), section C.
import { type Measure, measured, unmeasurable } from "../rates/measure.js";

/** How often each label was given to one item: items × labels, row-major. */
export interface LabelCounts {
  readonly items: number;
  readonly labels: number;
  readonly counts: Float64Array;
}

/** Counts the labels of every item; null stands for a label not given. */
export function countLabels(items: readonly (readonly (string | null)[])[]): LabelCounts {
  const codeOf = new Map<string, number>();
  for (const label of items.flat()) if (label !== null && !codeOf.has(label)) codeOf.set(label, codeOf.size);
  const counts = new Float64Array(items.length * codeOf.size);
  items.forEach((labels, i) => {
    for (const label of labels) if (label !== null) counts[i * codeOf.size + codeOf.get(label)!]!++;
  });
  return { items: items.length, labels: codeOf.size, counts };
}

/**
 * Nominal alpha: 1 is perfect, 0 what chance gives, below 0 systematic disagreement.
 * @param weightOf how often item i counts; once by default
 */
export function krippendorffAlpha(
  { items, labels, counts }: LabelCounts,
  weightOf: (item: number) => number = () => 1,
): Measure {
  const totals = new Float64Array(labels);
  let disagreement = 0;
  for (let i = 0; i < items; i++) {
    const given = counts.subarray(i * labels, (i + 1) * labels);
    let m = 0;
    let squares = 0;
    for (const count of given) {
      m += count;
      squares += count * count;
    }
    if (m < 2) continue;
    const weight = weightOf(i);
    disagreement += (weight * (m * m - squares)) / (m - 1);
    for (let k = 0; k < labels; k++) totals[k]! += weight * given[k]!;
  }
  let n = 0;
  let squares = 0;
  for (const total of totals) {
    n += total;
    squares += total * total;
  }
  if (n === 0) return unmeasurable("no item has two labels");
  if (n * n - squares <= 0) return unmeasurable("only one label is in use");
  return measured(1 - (disagreement * (n - 1)) / (n * n - squares));
}
