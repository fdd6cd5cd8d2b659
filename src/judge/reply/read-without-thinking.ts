// A reply → what it says without its thinking. A mark of thoughts may be quoted from what the judge was shown: such a one
// must not decide which verdict counts.
import { breakAtThoughtMarks, dropThinking, thoughtMarks } from "./drop-thinking.js";
import type { ShownTexts } from "./shown-texts.js";

/**
 * What `read` makes of a reply without its thinking; null where one of the reply's marks stands in a shown text, too, and
 * the reply with nothing cut says something else.
 *
 * @param verdictOf what must be the same both ways
 */
export function readWithoutThinking<Reading>(
  reply: string,
  shown: ShownTexts,
  read: (text: string) => Reading,
  verdictOf: (reading: Reading) => unknown,
): Reading | null {
  const reading = read(dropThinking(reply));
  if (!thoughtMarks(reply).some((mark) => shown.hasSnippet(mark))) return reading;
  const says = (each: Reading) => JSON.stringify(verdictOf(each));
  return says(reading) === says(read(breakAtThoughtMarks(reply))) ? reading : null;
}
