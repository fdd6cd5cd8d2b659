// Foreign text → the same text without keys. A server may echo what it was sent: the key in "Incorrect API key provided:
// sk-…", a whole header in a debugging page.
import { visibleText } from "../../core/visible-text.js";

const mark = "[redacted]";
const shortestSecretChars = 6;
const keyShapes = [
  /\b(sk|pk|rk|key|gsk|xai|hf)[-_][\w-]{12,}/g,
  /\bBearer\s+[^\s"'<>,;]+/gi,
  /\bAIza[\w-]{20,}/g,
];

/** Takes known secrets out of a text; those of fewer than 6 characters are no secrets (`none`, `x`). */
export type Redact = (text: string) => string;

/** A function that takes these secrets out of any text, also where they are written for a URL or inside JSON. */
export function createRedact(secrets: readonly string[]): Redact {
  const forms = secrets
    .filter((secret) => secret.length >= shortestSecretChars)
    .flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]);
  const distinct = [...new Set(forms)];
  return (text) =>
    distinct.reduce((clean, form) => (clean.includes(form) ? clean.replaceAll(form, mark) : clean), text);
}

const longestMessageChars = 300;

/**
 * A server's message as it may be shown and stored: without anything shaped like a key, on one line, without control
 * characters, at most 300 characters. Known secrets must be gone already.
 */
export function quoteForeignMessage(message: string): string {
  const clean = keyShapes.reduce((text, shape) => text.replace(shape, mark), message);
  const line = visibleText(clean.replace(/\s+/g, " ").trim());
  return line.length > longestMessageChars ? `${line.slice(0, longestMessageChars)}…` : line;
}
