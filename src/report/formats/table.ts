// Sections → aligned tables for a terminal, as wide as it is: headings and long texts wrap, then columns are left out from
// the right, those first whose heading stands further left already (the raw rate's interval), the main ones last.
import picocolors from "picocolors";
import stringWidth from "string-width";
import { visibleText } from "../../core/visible-text.js";
import type { Section } from "../table-of.js";
import { describeWarning } from "../warning-text.js";
import type { Format, FormatOptions } from "./format.js";

type Paint = ReturnType<typeof picocolors.createColors>;

const briefWidth = 60;
const gap = 2;
/** Left-aligned cells up to so many columns stand on one line. */
const longestLine = 24;
const fewestColumns = 2;

/** Without colour when it is no terminal. */
export const table: Format = ({ sections, warnings }, { color, width, detail }) => {
  const paint = picocolors.createColors(color);
  const isBrief = detail === "brief";
  const all = detail === "wide" ? Number.POSITIVE_INFINITY : (width ?? Number.POSITIVE_INFINITY);
  const room = isBrief ? Math.min(briefWidth, all) : all;
  const blocks = sections
    .slice(0, isBrief ? 1 : undefined)
    .map((section) => writeSection(section, paint, { all, room, detail }));
  if (warnings.length > 0) {
    blocks.push(
      warnings.map((warning) => `${paint.yellow("!")} ${visibleText(describeWarning(warning))}\n`).join(""),
    );
  }
  return blocks.join("\n");
};

function writeSection(
  section: Section,
  paint: Paint,
  { all, room, detail }: Pick<FormatOptions, "detail"> & { all: number; room: number },
): string {
  const { title, notes, inWords } = section;
  const indented = (text: string) => wrap(visibleText(text), all - gap).map((line) => `  ${line}`);
  const head = wrap(visibleText(title), all).map(paint.bold);
  if (inWords && detail !== "wide") return `${[...head, ...inWords.flatMap(indented)].join("\n")}\n`;
  const { columns, rows, left } = fitColumns(section, room);
  const isSaid = left.length > 0 && detail !== "brief";
  return `${[
    ...head,
    ...(rows.length > 0
      ? writeRow(
          columns.map((column) => ({ ...column, text: column.name })),
          paint.dim,
        )
      : []),
    ...rows.flatMap((cells) => writeRow(columns.map((column, i) => ({ ...column, text: cells[i]! })))),
    ...notes.filter((note) => !left.some((name) => note.startsWith(`${name}: `))).flatMap(indented),
    ...(isSaid ? indented(`no room for: ${left.join(", ")} (--wide)`).map(paint.dim) : []),
  ].join("\n")}\n`;
}

interface Fitted {
  readonly name: string;
  readonly align: "left" | "right";
  width: number;
}

/** The columns that there is room for, each with its width, and the names of the others. */
function fitColumns(section: Section, room: number): { columns: Fitted[]; rows: string[][]; left: string[] } {
  const rows = section.rows.map((cells) => cells.map(visibleText));
  const all = section.columns.map(({ name, align, isMain }, at) => {
    const shown = visibleText(name);
    const widest = Math.max(0, ...rows.map((cells) => stringWidth(cells[at]!)));
    const isLong = align === "left" && widest > longestLine;
    const least = Math.max(isLong ? longestLine : widest, narrowest(shown));
    return { name: shown, align, isMain, at, least, width: Math.max(widest, stringWidth(shown)) };
  });
  const total = (of: "least" | "width") => kept.reduce((sum, column) => sum + gap + column[of], 0);
  const isRepeated = ({ name, at }: { name: string; at: number }) =>
    all.some((other) => other.name === name && other.at < at);
  let kept = all;
  while (total("least") > room && kept.length > fewestColumns) {
    const last = kept.findLast(isRepeated) ?? kept.findLast(({ isMain }) => !isMain) ?? kept.at(-1)!;
    kept = kept.filter((column) => column !== last);
  }
  // headings and long texts give way, the widest first, until the rest fits
  for (let over = total("width") - room; over > 0; over = total("width") - room) {
    const widest = kept.filter(({ width, least }) => width > least).sort((a, b) => b.width - a.width)[0];
    if (widest === undefined) break;
    widest.width = Math.max(widest.least, widest.width - over);
  }
  return {
    columns: kept,
    rows: rows.map((cells) => kept.map(({ at }) => cells[at]!)),
    left: all
      .filter((column) => !kept.includes(column))
      .map((column) => (isRepeated(column) ? `${column.name} of ${all[column.at - 1]!.name}` : column.name)),
  };
}

/** The lines of one row, in which each cell may have several. */
function writeRow(
  cells: readonly (Fitted & { text: string })[],
  paint: (text: string) => string = (text) => text,
): string[] {
  const wrapped = cells.map(({ text, width }) => wrap(text, width));
  return Array.from({ length: Math.max(...wrapped.map((lines) => lines.length)) }, (_, line) =>
    cells
      .map(({ align, width }, i) => {
        const text = wrapped[i]![line] ?? "";
        const blank = " ".repeat(Math.max(0, width - stringWidth(text)));
        return `  ${align === "right" ? blank : ""}${paint(text)}${align === "left" ? blank : ""}`;
      })
      .join("")
      .trimEnd(),
  );
}

/** How narrow a heading can be on two lines, its words whole. */
function narrowest(heading: string): number {
  const words = heading.split(breaks).map((word) => stringWidth(word.trimEnd()));
  let width = Math.max(Math.ceil(stringWidth(heading) / 2), ...words);
  while (wrap(heading, width).length > 2) width++;
  return Math.max(...wrap(heading, width).map(stringWidth));
}

const breaks = /(?<=[ /_]|[^ (-]-)/;

/** Lines of at most `width` columns, broken behind a blank, a dash (not an option's), a slash or an underscore; what is longer is cut. */
function wrap(text: string, width: number): string[] {
  if (stringWidth(text) <= width) return [text];
  const lines = [""];
  for (const piece of text.split(breaks)) {
    if (lines.at(-1) !== "" && stringWidth(lines.at(-1)! + piece.trimEnd()) > width) lines.push("");
    for (const character of piece) {
      if (character.trim() && stringWidth(lines.at(-1)! + character) > width) lines.push("");
      lines[lines.length - 1] += character;
    }
  }
  return lines.map((line) => line.trimEnd());
}
