// Tables (GitHub-flavoured Markdown), as a Markdown parser sees them.
import { textDifference } from "./text-difference.js";

export const tables = textDifference("tables", "tables make an answer look thorough", async () => {
  const { countMarkdown } = await import("./markdown-elements.js");
  return (text) => countMarkdown(text, "table");
});
