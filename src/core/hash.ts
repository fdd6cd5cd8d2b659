import { hash } from "node:crypto";

/** SHA-256 of the UTF-8 bytes of a text, 64 lower-case hexadecimal digits. */
export function sha256(text: string | Uint8Array): string {
  return hash("sha256", text);
}

/** SHA-256 over several texts, each preceded by its length, so that no two different lists share a hash. */
export function sha256OfParts(parts: readonly string[]): string {
  return sha256(parts.map((part) => `${part.length}:${part}`).join(""));
}

/**
 * JSON with object keys in code-point order at every depth and undefined members left out: equal values give
 * equal text, so it can be hashed.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  // grown in place: a list of parts to join holds a long text once more at every depth
  let text = "";
  const separator = () => (text === "" ? "" : ",");
  if (Array.isArray(value)) {
    for (const item of value) text += separator() + canonicalJson(item ?? null);
    return `[${text}]`;
  }
  const members = value as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(members).sort())
    if (members[key] !== undefined)
      text += `${separator()}${JSON.stringify(key)}:${canonicalJson(members[key])}`;
  return `{${text}}`;
}
