// Headings, of any level, as a Markdown parser sees them.
import { textDifference } from "./text-difference.js";

/** Headings make an answer look organised. */
export const headers = textDifference("headers", async () => {
  const { countMarkdown } = await import("./markdown-elements.js");
  return (text) => countMarkdown(text, "heading");
});
