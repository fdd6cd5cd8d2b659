// Plot's description of a chart → an SVG that stands in the page by itself: no style element of its own, colours from
// the page's custom properties, coordinates rounded to a tenth of a pixel, one label for readers who do not see it.
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { html, type Markup, trusted } from "../markup.js";

export interface Chart {
  /** What the chart shows, with its main figures, in one or two sentences: its text alternative. */
  readonly label: string;
  readonly options: Plot.PlotOptions;
}

const { document } = parseHTML("<!doctype html><html><body></body></html>");

/** The same options give the same bytes. */
export function drawChart({ label, options }: Chart): Markup {
  const svg = Plot.plot({
    ...options,
    document: document as unknown as NonNullable<Plot.PlotOptions["document"]>,
    className: "plot",
    style: { fontSize: "" },
  });
  for (const style of svg.querySelectorAll("style")) style.remove();
  for (const element of svg.querySelectorAll("[aria-label], [aria-description]")) {
    element.removeAttribute("aria-label");
    element.removeAttribute("aria-description");
  }
  for (const name of ["style", "font-family", "font-size", "width", "height", "fill"])
    svg.removeAttribute(name);
  const drawn = svg.outerHTML.replace(/<[^>]+>/g, (tag: string) =>
    tag.replace(/-?\d+\.\d{2,}/g, (digits) => roundNumber(Number(digits))),
  );
  return html`<svg role="img" aria-label="${label}"${trusted(drawn.slice("<svg".length))}`;
}

const roundNumber = (value: number) => String(Math.round(10 * value) / 10);

/** Marks whose dots become one path: some hundred circles cost a page more than they are worth. */
export function faintDots(
  points: readonly { readonly x: number; readonly y: number }[],
  className: string,
): Plot.Dot {
  return Plot.dot(points, {
    x: "x",
    y: "y",
    render(_index, _scales, values, _dimensions, context) {
      const { x, y } = values as unknown as { x: ArrayLike<number>; y: ArrayLike<number> };
      const path = context.document.createElementNS("http://www.w3.org/2000/svg", "path");
      const at = (i: number) => `M${roundNumber(x[i]!)},${roundNumber(y[i]!)}h0`;
      path.setAttribute("d", points.map((_, i) => at(i)).join(""));
      path.setAttribute("class", className);
      return path;
    },
  });
}
