// Tables (GitHub-flavoured Markdown), as a Markdown parser sees them.
import { textDifference } from "./text-difference.js";

/** Tables make an answer look thorough. */
export const tables = textDifference("tables", async () => {
  const { countMarkdown } = await import("./markdown-elements.js");
  return (text) => countMarkdown(text, "table");
});
