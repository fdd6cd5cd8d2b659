import { hash } from "node:crypto";
import { InputError } from "./errors.js";

/** SHA-256 of the UTF-8 bytes of a text, 64 lower-case hexadecimal digits. */
export function sha256(text: string | Uint8Array): string {
  return hash("sha256", text);
}

/** SHA-256 over several texts, each preceded by its length, so that no two different lists share a hash. */
export function sha256OfParts(parts: readonly string[]): string {
  return sha256(parts.map((part) => `${part.length}:${part}`).join(""));
}

/**
 * What becomes of a value by a walk over it: `JSON.parse` reads any depth, a walk only what fits on the stack.
 * @throws InputError where it is nested deeper
 */
export function withinDepth<Result>(walk: () => Result): Result {
  try {
    return walk();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new InputError(
      { message: "a value is nested too deeply; expected some hundred levels at most" },
      { cause },
    );
  }
}

/**
 * JSON with object keys in code-point order at every depth and undefined members left out: equal values give
 * equal text, so it can be hashed.
 * @throws InputError for what is nested too deeply
 */
export const canonicalJson = (value: unknown): string => withinDepth(() => writeCanonical(value));

/** In place; of a few keys, as objects have, in a tenth of the time of `sort`. */
function sortFew(keys: string[]): string[] {
  if (keys.length > 16) return keys.sort();
  for (let end = 1; end < keys.length; end++) {
    const key = keys[end]!;
    let at = end;
    for (; at > 0 && keys[at - 1]! > key; at--) keys[at] = keys[at - 1]!;
    keys[at] = key;
  }
  return keys;
}

function writeCanonical(value: unknown): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  // grown in place: a list of parts to join holds a long text once more at every depth
  let text = "";
  const separator = () => (text === "" ? "" : ",");
  if (Array.isArray(value)) {
    for (const item of value) text += separator() + writeCanonical(item ?? null);
    return `[${text}]`;
  }
  const members = value as Readonly<Record<string, unknown>>;
  for (const key of sortFew(Object.keys(members)))
    if (members[key] !== undefined)
      text += `${separator()}${JSON.stringify(key)}:${writeCanonical(members[key])}`;
  return `{${text}}`;
}
