import { visibleText } from "../../core/visible-text.js";
import type { Section } from "../table-of.js";
import { describeWarning } from "../warning-text.js";
import type { Format } from "./format.js";

/** GitHub-flavoured tables, for pull-request comments and notebooks. */
export const markdown: Format = ({ sections, warnings }) => {
  const blocks = sections.map(writeSection);
  if (warnings.length > 0) {
    blocks.push(
      `**Warnings**\n\n${warnings.map((warning) => `- ${escapeMarkdown(describeWarning(warning))}`).join("\n")}\n`,
    );
  }
  return blocks.join("\n");
};

function writeSection({ title, columns, rows, notes }: Section): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const table = [
    line(columns.map(({ name }) => escapeMarkdown(name))),
    line(columns.map(({ align }) => (align === "right" ? "---:" : ":---"))),
    ...rows.map((cells) => line(cells.map(escapeMarkdown))),
  ];
  const below = notes.length > 0 ? `\n${notes.map((note) => `${escapeMarkdown(note)}\n`).join("\n")}` : "";
  return `### ${escapeMarkdown(title)}\n\n${table.join("\n")}\n${below}`;
}

/** Text as text: no markup, no HTML, no mention, no link, no cell boundary can come out of data. */
function escapeMarkdown(text: string): string {
  return visibleText(text)
    .replace(/&/g, "&amp;")
    .replace(/[\\`*_{}[\]<>#|~]/g, "\\$&")
    .replace(/@(?=\w)|:(?=\/\/)|www(?=\.)/gi, "$&\u200b");
}
