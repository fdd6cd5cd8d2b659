// A secret → an expression that finds it however it was written down on its way: in a URL, in JSON, in HTML, in base64, in hex, spaced out.
// Every character is looked for in all its forms, so that a text need not be decoded (and by whose rules?) to be clean.

const namedEntities: Readonly<Record<string, string>> = {
  "&": "amp",
  "<": "lt",
  ">": "gt",
  '"': "quot",
  "'": "apos",
  "/": "sol",
  "+": "plus",
  "=": "equals",
  _: "lowbar",
  ".": "period",
};

/** The forms of one character: plain, after backslashes, as \\u and four digits, percent-encoded (twice, too), as an entity. */
function formsOf(character: string): string {
  const code = character.codePointAt(0)!;
  const hex = code.toString(16);
  const bytes = [...Buffer.from(character)].map((byte) => byte.toString(16).padStart(2, "0"));
  const name = namedEntities[character];
  const units = [...Array(character.length).keys()].map((i) =>
    character.charCodeAt(i).toString(16).padStart(4, "0"),
  );
  return `(?:${[
    `\\\\{0,4}${escapeForRegex(character)}`,
    units.map((unit) => `\\\\{1,4}u${anyCase(unit)}`).join(""),
    bytes.map((byte) => `%(?:25){0,2}${anyCase(byte)}`).join(""),
    `&(?:amp;)?#(?:0{0,5}${code}|[xX]0{0,5}${anyCase(hex)});`,
    ...(name === undefined ? [] : [`&(?:amp;)?${name};`]),
    ...(character === " " ? ["\\+"] : []),
  ].join("|")})`;
}

/** The part of a secret's base64 that does not depend on what stands before and after it, for each of three positions. */
function base64Forms(secret: string): string[] {
  return [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
    const whole = bytes.subarray(0, bytes.length - (bytes.length % 3)).toString("base64");
    return whole.slice(before === 0 ? 0 : 4);
  });
}

const shortestBase64 = 8;
const longEnough = 16;

/** @param secret of 6 characters or more */
export function findSecret(secret: string): RegExp {
  const encoded = base64Forms(secret)
    .filter((form) => form.length >= shortestBase64)
    .map((form) =>
      [...form]
        .map((character) =>
          character === "+" ? "(?:[-+]|%2[bB])" : character === "/" ? "(?:[_/]|\\\\/|%2[fF])" : character,
        )
        .join(""),
    );
  return new RegExp(
    [
      [...secret].map(formsOf).join("\\s?"),
      [...Buffer.from(secret)].map((byte) => byte.toString(16).padStart(2, "0")).join("[\\s:-]?"),
      ...encoded.map((form) => `${form}[\\w+/=-]{0,8}`),
    ].join("|"),
    // short ones may be words
    secret.length < longEnough ? "g" : "gi",
  );
}

const anyCase = (hex: string) => hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);

const escapeForRegex = (text: string) => text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
