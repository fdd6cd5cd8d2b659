// Foreign text → the same text without keys. A server may echo what it was sent: the key in "Incorrect API key provided:
// sk-…", a whole header in a debugging page.
import { excerpt } from "../../core/quote-value.js";
import { visibleText } from "../../core/visible-text.js";
import { findSecret } from "./secret-forms.js";

const mark = "[redacted]";
const shortestSecretChars = 6;
const keyShapes = [
  /\b(sk|pk|rk|key|gsk|xai|hf)[-_][\w-]{12,}/g,
  /\bBearer\s+[^\s"'<>,;]+/gi,
  /\bBasic\s+[A-Za-z0-9+/=_-]{8,}/g,
  /\bAIza[\w-]{20,}/g,
  /\b(?:gh[pousr]_|github_pat_|glpat-)\w{12,}/g,
  /(?<![\w-])eyJ[\w-]{10,}\.[\w-]{10,}(?:\.[\w-]*)?/g,
  /(?<=:\/\/)[^\s/@]{1,200}@/g,
];

/** Takes known secrets out of a text; those of fewer than 6 characters are no secrets (`none`, `x`). */
export type Redact = (text: string) => string;

/** A function that takes these secrets out of any text, in the encodings of `findSecret`. */
export function createRedact(secrets: readonly string[]): Redact {
  // longer ones first: a password may be part of what was made of it
  const patterns = [...new Set(secrets)]
    .filter((secret) => secret.length >= shortestSecretChars)
    .sort((a, b) => b.length - a.length)
    .map(findSecret);
  return (text) => patterns.reduce((clean, pattern) => clean.replace(pattern, mark), text);
}

const longestMessageChars = 300;

/**
 * A server's message as it may be shown and stored: without anything shaped like a key, on one line, without control
 * characters, at most 300 characters. Known secrets must be gone already.
 */
export function quoteForeignMessage(message: string): string {
  const clean = keyShapes.reduce((text, shape) => text.replace(shape, mark), message);
  return excerpt(visibleText(clean.replace(/\s+/g, " ").trim()), longestMessageChars);
}
