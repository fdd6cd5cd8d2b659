// Strong emphasis, as a Markdown parser sees them.
import { textDifference } from "./text-difference.js";

/** Bold words make an answer look decided. */
export const bold = textDifference("bold", async () => {
  const { countMarkdown } = await import("./markdown-elements.js");
  return (text) => countMarkdown(text, "strong");
});
