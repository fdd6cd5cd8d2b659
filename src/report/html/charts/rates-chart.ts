// Raw against length-controlled win rate, one line a model.

import * as Plot from "@observablehq/plot";
import { excerpt } from "../../../core/quote-value.js";
import { visibleText } from "../../../core/visible-text.js";
import type { ScoreRecord } from "../../../io/wire/score-result/score-record.js";
import { fixed } from "../../figure-text.js";
import { rangeInWords } from "../figures.js";
import type { Markup } from "../markup.js";
import { drawChart } from "./draw.js";

/** On a wide screen names stand beside their rows, on a narrow one above them. */
const shapes = { wide: { width: 880, rowHeight: 30 }, narrow: { width: 360, rowHeight: 46 } };
const shownNameChars = 34;

export function ratesChart(records: readonly ScoreRecord[], shape: keyof typeof shapes): Markup {
  const { width, rowHeight } = shapes[shape];
  const isNarrow = shape === "narrow";
  const names = records.map(({ generator }, i) => ({ name: shorten(generator), key: String(i) }));
  const rows = records.map((record, i) => ({
    key: String(i),
    raw: record.win_rate,
    controlled: record.length_controlled_winrate,
    lower: record.length_controlled_interval?.lower ?? null,
    upper: record.length_controlled_interval?.upper ?? null,
  }));
  const controlled = rows.filter((row) => row.controlled !== null);
  const longestName = Math.max(...names.map(({ name }) => name.length));
  return drawChart({
    label: describe(records),
    options: {
      width,
      height: 58 + rowHeight * rows.length,
      marginLeft: isNarrow ? 14 : 24 + 7.4 * longestName,
      marginRight: isNarrow ? 14 : 24,
      marginTop: 8,
      marginBottom: 42,
      x: {
        domain: domainOf(records),
        label: "win rate against the baseline, %",
        labelAnchor: "center",
        labelArrow: "none",
        nice: true,
      },
      y: {
        domain: names.map(({ key }) => key),
        label: null,
        tickSize: 0,
        tickFormat: (key: string) => (isNarrow ? "" : names[Number(key)]!.name),
        padding: 0.4,
      },
      marks: [
        Plot.gridX({ className: "grid" } as Plot.GridOptions),
        Plot.ruleX([50], { className: "reference" }),
        ...(isNarrow
          ? [Plot.text(names, { y: "key", text: "name", frameAnchor: "left", textAnchor: "start", dy: -15 })]
          : []),
        Plot.link(controlled, { x1: "raw", x2: "controlled", y1: "key", y2: "key", className: "moved" }),
        Plot.ruleY(
          controlled.filter(({ lower }) => lower !== null),
          { x1: "lower", x2: "upper", y: "key", className: "interval" },
        ),
        Plot.dot(rows, { x: "raw", y: "key", r: 4.5, className: "raw" }),
        Plot.dot(controlled, { x: "controlled", y: "key", r: 5, className: "controlled" }),
      ],
    },
  });
}

/** Plot escapes markup, but hands on what would turn or hide the text around it. */
const shorten = (generator: string): string => excerpt(visibleText(generator), shownNameChars);

/** From 0, and to 100 where the rates come near it. */
function domainOf(records: readonly ScoreRecord[]): [number, number] {
  const highest = Math.max(
    50,
    ...records.flatMap((record) => [
      record.win_rate,
      record.length_controlled_interval?.upper ?? record.length_controlled_winrate ?? 0,
    ]),
  );
  return [0, Math.min(100, highest + 4)];
}

function describe(records: readonly ScoreRecord[]): string {
  const parts = records
    .slice(0, 5)
    .map(
      (r) =>
        `${r.generator}: raw ${fixed(r.win_rate, 1)} %, ${r.length_controlled_winrate === null ? "no length-controlled rate" : `length-controlled ${fixed(r.length_controlled_winrate, 1)} % (${rangeInWords(r.length_controlled_interval)})`}`,
    );
  const rest = records.length - parts.length;
  return `Raw and length-controlled win rates. ${parts.join("; ")}${rest > 0 ? `; and ${rest} more, in the table above` : ""}.`;
}
