/**
 * A document of plain data with every key in snake_case, as all of lceval's JSON has them; typed arrays become arrays.
 *
 * @example snakeCaseKeys({ standardError: 1, unjudged: [{ byReason: 2 }] }) // { standard_error: 1, unjudged: [{ by_reason: 2 }] }
 */
export function snakeCaseKeys<T extends object>(document: T): Record<string, unknown> {
  return convert(document) as Record<string, unknown>;
}

function convert(value: unknown): unknown {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(convert);
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array);
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key.replace(
        /(?<=[a-z0-9])[A-Z]|(?<=[a-z0-9][A-Z])[A-Z](?=[a-z])/g,
        (letter) => `_${letter.toLowerCase()}`,
      ),
      convert(member),
    ]),
  );
}
