// Preference against the difference in length: what was judged, what is fitted, and the point at equal length.

import * as Plot from "@observablehq/plot";
import type { LengthEffect } from "../../../metrics/score/length-effect.js";
import { inPercent } from "../../../numerics/percent.js";
import { fixed } from "../../figure-text.js";
import { rangeInWords } from "../figures.js";
import type { Markup } from "../markup.js";
import type { ModelEvidence, ModelPage } from "../page-data.js";
import { drawChart, faintDots } from "./draw.js";

export const chartWidth = 520;

export function lengthChart({ record, evidence }: ModelPage, effect: LengthEffect): Markup {
  const { lowest, highest } = effect.range;
  const interval = record.length_controlled_interval;
  const point = {
    x: 0,
    y: record.length_controlled_winrate!,
    lower: interval?.lower,
    upper: interval?.upper,
  };
  const bins = effect.bins
    .filter(({ difference }) => difference >= lowest && difference <= highest)
    .map((bin) => ({
      x: bin.difference,
      y: inPercent(bin.rate),
      fitted: inPercent(bin.fitted),
      lower: inPercent(bin.interval?.lower ?? bin.rate),
      upper: inPercent(bin.interval?.upper ?? bin.rate),
    }));
  const curve = effect.curve.map(({ difference, rate }) => ({ x: difference, y: inPercent(rate) }));
  return drawChart({
    label: `Preference for ${record.generator} against the difference in length. The fitted curve runs from ${fixed(curve[0]!.y, 1)} % to ${fixed(curve.at(-1)!.y, 1)} %; at equal length it is ${fixed(point.y, 1)} % (${rangeInWords(interval)}).`,
    options: {
      width: chartWidth,
      height: 330,
      marginLeft: 46,
      marginRight: 18,
      marginTop: 14,
      marginBottom: 44,
      x: {
        domain: [lowest, highest],
        label: "model's answer longer by … characters",
        labelAnchor: "center",
        labelArrow: "none",
        ticks: 6,
        tickFormat: (value: number) => String(value).replace("-", "−"),
      },
      y: {
        domain: [0, 100],
        label: "preference for the model, %",
        labelAnchor: "center",
        labelArrow: "none",
        ticks: 5,
      },
      marks: [
        Plot.gridY({ ticks: 5, className: "grid" } as Plot.GridOptions),
        Plot.ruleX([0], { className: "reference" }),
        faintDots(judgedPoints(effect, evidence!), "judgements"),
        Plot.ruleX(bins, { x: "x", y1: "lower", y2: "upper", className: "bin-interval" }),
        Plot.dot(bins, { x: "x", y: "y", r: 3.5, className: "raw" }),
        Plot.dot(bins, { x: "x", y: "fitted", r: 4.5, symbol: "times", className: "fitted" }),
        Plot.line(curve, { x: "x", y: "y", className: "curve" }),
        ...(interval
          ? [Plot.ruleX([point], { x: "x", y1: "lower", y2: "upper", className: "interval" })]
          : []),
        Plot.dot([point], { x: "x", y: "y", r: 6, className: "controlled" }),
      ],
    },
  });
}

/** Judged rows inside the range. */
function judgedPoints(
  { differences, range: { lowest, highest } }: LengthEffect,
  { preferences }: ModelEvidence,
) {
  return Array.from(differences, (x, i) => ({ x, y: inPercent(preferences[i]!) })).filter(
    ({ x, y }) => !Number.isNaN(y) && x >= lowest && x <= highest,
  );
}
