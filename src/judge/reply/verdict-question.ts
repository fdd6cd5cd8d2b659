// What a judge was asked, as far as the reading of its reply needs it.
import type { VerdictNoun } from "./lead-in.js";

/** What can be answered, and where to look for it. */
export interface VerdictQuestion<Value> {
  /** The value of a verdict's text; undefined when it is not on the menu. */
  readonly read: (raw: string) => Value | undefined;
  /** The value of a JSON object; undefined when what it says is off the menu, null when it is no verdict. */
  readonly readObject: (members: Readonly<Record<string, unknown>>) => Value | undefined | null;
  /** The menu in words, for messages. */
  readonly menu: string;
  readonly noun: VerdictNoun;
  /** What the judge was shown of others: a verdict found there may be a quotation. */
  readonly shownTexts: readonly string[];
}
