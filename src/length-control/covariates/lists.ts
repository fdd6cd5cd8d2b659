// Items of lists, ordered or not, nested ones too, as a Markdown parser sees them.
import { textDifference } from "./text-difference.js";

export const lists = textDifference("lists", "list items make an answer look thorough", async () => {
  const { countMarkdown } = await import("./markdown-elements.js");
  return (text) => countMarkdown(text, "listItem");
});
