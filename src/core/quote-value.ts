import { visibleText } from "./visible-text.js";

const quotedChars = 60;

/**
 * A value found in a file, as a message quotes it: texts and numbers as JSON, cut after 60 characters; of a list or an
 * object only the outside, for it may be large or deep.
 *
 * @example quoteValue("abc") // "\"abc\""
 * @example quoteValue({ a: 1 }) // "an object {a}"
 */
export function quoteValue(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) {
    return `an object {${visibleText(excerpt(Object.keys(value).slice(0, quotedChars).join(", ")))}}`;
  }
  return visibleText(JSON.stringify(typeof value === "string" ? excerpt(value) : value) ?? String(value));
}

/** The first characters of a text, and "…" for what is left out: no character is cut in two. */
export function excerpt(text: string, most: number = quotedChars): string {
  const characters = [...text.slice(0, 2 * most + 2)];
  return characters.length > most ? `${characters.slice(0, most).join("")}…` : text;
}

/** The same of a text on one line. */
export const excerptLine = (text: string, most?: number): string =>
  excerpt(text.replace(/\s+/g, " ").trim(), most);
