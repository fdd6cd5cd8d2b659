// A Markdown text → the same text without what only an attack holds. Parsers take time that grows with the square of the
// nesting, or with that of the open marks in a paragraph, and thousands of levels exhaust the stack.

const deepestContainers = 12;
const widestIndentation = 48;
const longestRun = 12;
const mostMarksInParagraph = 400;

const container = /[ \t]{0,3}(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))[ \t]?/y;
const longRuns = /([*_])\1{12,}/g;
const indentation = /^[ \t]+/;
const mostUnderlines = 200;
const underline = /^[ \t>]*[=-]+[ \t\r]*$/;
const startsBlock = /^[ \t>]*(?:$|#|[-*+][ \t]|\d{1,9}[.)][ \t])/;
const marks = /[*_]+|!?\[|\]/g;

/**
 * Cuts lists and quotations nested more than 12 deep in a line, indentation of more than 48 characters, runs of more than
 * 12 asterisks or underscores, marks of emphasis and links after the 400th of a paragraph, and lines of hyphens or equals
 * signs after the 200th. Linear; a text without such things comes back as it is.
 */
export function boundNesting(text: string): string {
  let inParagraph = 0;
  let underlines = 0;
  return text
    .split("\n")
    .map((line) => {
      if (startsBlock.test(line)) inParagraph = 0;
      if (underline.test(line) && ++underlines > mostUnderlines) return "";
      const bounded = boundContainers(
        line.replace(indentation, (blanks) => blanks.slice(0, widestIndentation)),
      ).replace(longRuns, (run) => run.slice(0, longestRun));
      return bounded.replace(marks, (mark) => (++inParagraph > mostMarksInParagraph ? "" : mark));
    })
    .join("\n");
}

function boundContainers(line: string): string {
  let keptEnd = 0;
  let end = 0;
  for (let depth = 1; ; depth++) {
    container.lastIndex = end;
    const found = container.exec(line);
    if (found === null) break;
    end += found[0].length;
    if (depth <= deepestContainers) keptEnd = end;
  }
  return keptEnd === end ? line : line.slice(0, keptEnd) + line.slice(end);
}
