// Strong emphasis, as a Markdown parser sees them.
import { textDifference } from "./text-difference.js";

export const bold = textDifference("bold", "bold words make an answer look decided", async () => {
  const { countMarkdown } = await import("./markdown-elements.js");
  return (text) => countMarkdown(text, "strong");
});
