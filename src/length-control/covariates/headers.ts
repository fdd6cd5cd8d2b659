// Headings, of any level, as a Markdown parser sees them.
import { textDifference } from "./text-difference.js";

export const headers = textDifference("headers", "headings make an answer look organised", async () => {
  const { countMarkdown } = await import("./markdown-elements.js");
  return (text) => countMarkdown(text, "heading");
});
