// The cross-validation over the strength of the penalty: its score, and the rate that each strength would give.

import * as Plot from "@observablehq/plot";
import type { LengthControlledFit } from "../../../length-control/fit.js";
import { inPercent } from "../../../numerics/percent.js";
import { fixed } from "../../figure-text.js";
import { strength } from "../figures.js";
import { html, type Markup } from "../markup.js";
import { drawChart } from "./draw.js";
import { chartWidth } from "./length-chart.js";

type Path = NonNullable<LengthControlledFit["path"]>;

export function strengthCharts({ C }: LengthControlledFit, { candidates, sensitivity }: Path): Markup {
  const points = candidates.map((candidate) => ({
    C: candidate.C,
    score: candidate.score,
    rate: inPercent(candidate.rate),
    near: sensitivity.strengths.includes(candidate.C),
  }));
  const chosen = points.find((point) => point.C === C)!;
  const best = points.reduce((a, b) => (b.score > a.score ? b : a));
  return html`${panel({
    points,
    chosen,
    y: "score",
    name: "score",
    label: `Cross-validation score by C: the best is at C = ${strength(best.C)}, the chosen C is ${strength(C)}.`,
    isLast: false,
  })}${panel({
    points,
    chosen,
    y: "rate",
    name: "rate, %",
    label: `Length-controlled win rate by C: ${fixed(points[0]!.rate, 1)} % at the strongest penalty, ${fixed(points.at(-1)!.rate, 1)} % at the weakest, ${fixed(chosen.rate, 1)} % at the chosen C.`,
    isLast: true,
  })}`;
}

interface Point {
  readonly C: number;
  readonly score: number;
  readonly rate: number;
  /** Whether its score cannot be told from the best. */
  readonly near: boolean;
}

interface Panel {
  readonly points: readonly Point[];
  readonly chosen: Point;
  readonly y: "score" | "rate";
  readonly name: string;
  readonly label: string;
  readonly isLast: boolean;
}

function panel({ points, chosen, y, name, label, isLast }: Panel): Markup {
  return drawChart({
    label,
    options: {
      width: chartWidth,
      height: isLast ? 184 : 146,
      marginLeft: 68,
      marginRight: 18,
      marginTop: 14,
      marginBottom: isLast ? 44 : 14,
      x: {
        type: "log",
        label: isLast ? "C (weaker penalty to the right)" : null,
        labelAnchor: "center",
        labelArrow: "none",
        ticks: [1e-4, 1e-2, 1, 1e2, 1e4],
        tickSize: isLast ? 6 : 0,
        tickFormat: isLast ? powerOfTen : () => "",
      },
      y: {
        label: name,
        labelAnchor: "center",
        labelOffset: 62,
        labelArrow: "none",
        ticks: 4,
        nice: true,
        tickFormat: (value: number) => String(Number(value.toPrecision(4))).replace("-", "−"),
      },
      marks: [
        Plot.gridY({ ticks: 4, className: "grid" } as Plot.GridOptions),
        Plot.ruleX([chosen.C], { className: "chosen-strength" }),
        Plot.line(points, { x: "C", y, className: "path" }),
        Plot.dot(
          points.filter(({ near }) => !near),
          { x: "C", y, r: 3, className: "far" },
        ),
        Plot.dot(
          points.filter(({ near }) => near),
          { x: "C", y, r: 3.5, className: "near" },
        ),
        Plot.dot([chosen], { x: "C", y, r: 5.5, className: "controlled" }),
      ],
    },
  });
}

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

function powerOfTen(value: number): string {
  const exponent = Math.round(Math.log10(value));
  const digits = [...String(Math.abs(exponent))].map((digit) => superscripts[Number(digit)]);
  return exponent === 0 ? "1" : `10${exponent < 0 ? "⁻" : ""}${digits.join("")}`;
}
