import Table from "cli-table3";
import picocolors from "picocolors";
import { visibleText } from "../../core/visible-text.js";
import type { Section } from "../table-of.js";
import { describeWarning } from "../warning-text.js";
import type { Format } from "./format.js";

/** Plain aligned tables for a terminal; without colour when it is not one. */
export const table: Format = ({ sections, warnings }, { color }) => {
  const paint = picocolors.createColors(color);
  const blocks = sections.map((section) => writeSection(section, paint));
  if (warnings.length > 0) {
    blocks.push(
      warnings.map((warning) => `${paint.yellow("!")} ${visibleText(describeWarning(warning))}\n`).join(""),
    );
  }
  return blocks.join("\n");
};

function writeSection(
  { title, columns, rows, notes }: Section,
  paint: ReturnType<typeof picocolors.createColors>,
): string {
  const grid = new Table({
    head: columns.map(({ name }) => paint.dim(visibleText(name))),
    colAligns: columns.map(({ align }) => align),
    style: { head: [], border: [], "padding-left": 0, "padding-right": 2 },
    chars: borderless,
  });
  grid.push(...rows.map((cells) => cells.map(visibleText)));
  const lines = grid
    .toString()
    .split("\n")
    .map((line) => `  ${line}`.trimEnd());
  return `${[paint.bold(visibleText(title)), ...lines, ...notes.map((note) => `  ${visibleText(note)}`)].join("\n")}\n`;
}

const borderless = Object.fromEntries(
  ["top", "bottom", "left", "right"]
    .flatMap((edge) => [edge, `${edge}-mid`, `${edge}-left`, `${edge}-right`])
    .concat("mid", "mid-mid", "middle")
    .map((name) => [name, ""]),
);
