// Control characters (C0, C1), bidirectional overrides and isolates, line and paragraph separators.
const invisible = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * What a build server would obey in a line of its log: `::set-output …` at the line's start, after blanks too, and
 * `##[…]`, `##vso[…]`, `##teamcity[…]` anywhere.
 */
const workflowCommand = /^(\s*):(?=:)|#(?=#\w*\[)/g;

/**
 * A text that comes from data (a name, a message) made safe to print on one line of a terminal: whatever could move
 * the cursor, colour, or reverse what is around it stands as `\u001b` and the like, and so does the first mark of what
 * a build server would take for a command.
 *
 * @example visibleText("a\u001b[31mb") // "a\\u001b[31mb"
 */
export function visibleText(text: string): string {
  return text
    .replace(invisible, escapeCharacter)
    .replace(workflowCommand, (found, blanks = "") => `${blanks}${escapeCharacter(found.at(-1)!)}`);
}

const escapeCharacter = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
