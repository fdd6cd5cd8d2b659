// Items of lists, ordered or not, nested ones too, as a Markdown parser sees them.
import { textDifference } from "./text-difference.js";

/** List items make an answer look thorough. */
export const lists = textDifference("lists", async () => {
  const { countMarkdown } = await import("./markdown-elements.js");
  return (text) => countMarkdown(text, "listItem");
});
