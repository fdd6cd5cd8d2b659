// A text → how many of each Markdown element it holds, by a real parser: GitHub-flavoured Markdown, so that an asterisk
// in a formula is no emphasis and a hash in code no heading.
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { boundNesting } from "./bound-nesting.js";

export const markdownElements = ["heading", "listItem", "strong", "code", "table"] as const;
export type MarkdownElement = (typeof markdownElements)[number];

interface Node {
  readonly type: string;
  readonly children?: readonly Node[];
}

interface Counts {
  readonly text: string;
  readonly counts: ReadonlyMap<string, number>;
}

/** Parsing is what costs (1–3 ms a text), and covariates ask for one text after another. */
const latest: Record<"blocks" | "whole", Counts | null> = { blocks: null, whole: null };

/**
 * How many elements of a kind a text holds, nested ones included. Beyond what anybody reads (`boundNesting`) they are
 * not counted.
 *
 * @example countMarkdown("# A\n\n- b\n- **c**", "listItem") // 2
 */
export function countMarkdown(text: string, element: MarkdownElement): number {
  const depth = element === "strong" ? "whole" : "blocks";
  const known = [latest.whole, latest[depth]].find((each) => each?.text === text);
  const { counts } = known ?? { counts: countNodes(text, options[depth]) };
  latest[depth] = { text, counts };
  return counts.get(element) ?? 0;
}

/**
 * What a text must hold to have any of the elements: a hash, a bar, a fence, `**` or `__`, a list's mark or a heading's
 * underline at the start of a line, four columns of indentation. Plain prose, half of what models of 2023 write, need not
 * be parsed. (A test holds this against the parser.)
 */
const anyMark =
  /[#|`]|~~~|\*\*|__|(?:^|[\r\n>])[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t\r\n]|$)|[\r\n][ \t>]*[=-]+[ \t]*(?:[\r\n]|$)|(?:^|[\r\n>])(?: {4}| {0,3}\t)/;

/** Tables alone: the rest of the dialect (links, strikethrough, footnotes) is counted by nobody and doubles the time. */
const { flow } = gfm();
/** What only words in a line are made of: of that, bold alone is counted, and the others decide where it ends. */
const inLine = [
  "attention",
  "autolink",
  "characterEscape",
  "characterReference",
  "codeText",
  "hardBreakEscape",
  "htmlText",
  "labelEnd",
  "labelStartImage",
  "labelStartLink",
];
const options = {
  whole: { extensions: [{ flow: flow! }], mdastExtensions: [gfmFromMarkdown()] },
  blocks: { extensions: [{ flow: flow!, disable: { null: inLine } }], mdastExtensions: [gfmFromMarkdown()] },
};

function countNodes(text: string, how: typeof options.whole): Map<string, number> {
  const counts = new Map<string, number>();
  if (!anyMark.test(text)) return counts;
  const open: Node[] = [fromMarkdown(boundNesting(text), how)];
  for (let node = open.pop(); node; node = open.pop()) {
    counts.set(node.type, (counts.get(node.type) ?? 0) + 1);
    open.push(...(node.children ?? []));
  }
  return counts;
}
