// Code blocks, fenced or indented, as a Markdown parser sees them.
import { textDifference } from "./text-difference.js";

/** Code blocks make an answer look technical. */
export const codeBlocks = textDifference("code_blocks", async () => {
  const { countMarkdown } = await import("./markdown-elements.js");
  return (text) => countMarkdown(text, "code");
});
