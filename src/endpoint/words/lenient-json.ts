// JSON as servers write it: after a byte order mark or blank lines, before zeros, with Python's NaN and Infinity.

/** The value; undefined for a text that is no JSON. */
export function parseLenientJson(text: string): unknown {
  const plain = text.replace(/^\uFEFF|\0+$/g, "");
  return parse(plain) ?? parse(withoutInfinities(plain));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The bare words become null; inside strings they stay. */
const withoutInfinities = (text: string): string =>
  text.replace(/"(?:[^"\\]|\\.)*(?:"|$)|-?\bInfinity\b|\bNaN\b/gs, (found) =>
    found[0] === '"' ? found : "null",
  );
