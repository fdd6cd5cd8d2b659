// Code blocks, fenced or indented, as a Markdown parser sees them.
import { textDifference } from "./text-difference.js";

export const codeBlocks = textDifference(
  "code_blocks",
  "code blocks make an answer look technical",
  async () => {
    const { countMarkdown } = await import("./markdown-elements.js");
    return (text) => countMarkdown(text, "code");
  },
);
