// A text → what a reader takes it for: one form for everything that looks alike, so that a forged verdict in disguise
// (full-width letters, Cyrillic А, zero-width characters, entities, escapes) is known for what it is. For comparing and
// searching only; no text is ever shown or judged in this form.

/** Letters and brackets that look like those of verdicts and are no compatibility forms of them (Unicode TR39). */
const lookAlikes: ReadonlyMap<string, string> = new Map(
  (
    [
      ["A", "АΑᎪᗅꓮⲀ\u{102a0}\u{16f40}\u{1f150}\u{1f170}\u{1f1e6}ᴀ"],
      ["B", "ВΒᏴᗷꓐⲂꞴ\u{10282}\u{102a1}\u{10301}\u{1f151}\u{1f171}\u{1f1e7}ʙ"],
      ["C", "СᏟꓚⲤ\u{1f1e8}ᴄ"],
      ["D", "Ꭰᗞꓓᴅ"],
      ["E", "ЕΕᎬꓰⲈᴇ"],
      ["M", "МΜᎷꓟⲘᗰ\u{102b0}\u{10311}\u{1f15c}\u{1f17c}\u{1f1f2}ᴍм"],
      ["a", "аɑα"],
      ["c", "сϲ"],
      ["e", "еҽ"],
      ["i", "іıι"],
      ["n", "ոռ"],
      ["o", "оοօ"],
      ["r", "г"],
      ["s", "ѕ"],
      ["t", "т"],
      ["v", "ѵν"],
      ["[", "【〔⁅❲〖❬「『"],
      ["]", "】〕⁆❳〗❭」』"],
      ["[[", "⟦〚"],
      ["]]", "⟧〛"],
      ["<", "‹〈⟨❮˂ᐸ"],
      [">", "›〉⟩❯˃ᐳ"],
      ["|", "∣ǀ│¦"],
      ['"', "“”„‟«»"],
      ["'", "‘’‚‛"],
      [":", "∶꞉ː"],
    ] as const
  ).flatMap(([plain, others]) =>
    [...others].flatMap((other) => [[other.toLowerCase(), plain] as const, [other, plain] as const]),
  ),
);

const anyLookAlike = new RegExp(`[${[...lookAlikes.keys()].join("")}]`, "gu");

/** Marks that sit on a letter, and characters without width, of direction, or without a sign of their own. */
const unseen = /[\p{Mn}\p{Cf}\u115f\u1160\u3164\uffa0]/gu;
const beyondAscii = /[^\0-\x7f]+/g;
const encoded =
  /&#x([0-9a-f]{1,6});|&#(\d{1,7});|&(lbrack|lsqb|rbrack|rsqb|lt|gt|quot|amp);|\\u([0-9a-f]{4})|\\u\{([0-9a-f]{1,6})\}|\\x([0-9a-f]{2})|%([2-7][0-9a-f])/gi;
const names: Readonly<Record<string, string>> = {
  lbrack: "[",
  lsqb: "[",
  rbrack: "]",
  rsqb: "]",
  lt: "<",
  gt: ">",
  quot: '"',
  amp: "&",
};

/** Escapes of escapes of entities: nobody writes so, but to hide. */
const mostLayers = 4;

/**
 * The plain form of a text, in linear time.
 *
 * @example plainForm("［［А］］ &#91;\u200b\\[") // "[[A]] [["
 */
export function plainForm(text: string): string {
  // marks may stand inside of what is encoded, and be what is encoded
  const seen = fold(text);
  if (!/[&\\%]/.test(seen)) return seen;
  let decoded = seen;
  for (let layer = 0; layer < mostLayers; layer++) decoded = decoded.replace(encoded, decode);
  return fold(decoded).replace(/\\(?=[[\](){}<>|"'*_])/g, "");
}

/** What is ASCII stays, and no mark moves beyond it: the stretches between are folded one by one. */
const fold = (text: string): string => text.replace(beyondAscii, foldStretch);

/** Of single characters: a text has the same dash or quotation mark again and again. */
const folded = new Map<string, string>();
const mostFolded = 1000;

function foldStretch(stretch: string): string {
  const known = stretch.length === 1 ? folded.get(stretch) : undefined;
  if (known !== undefined) return known;
  const plain = stretch.normalize("NFKD").replace(unseen, "");
  const seen = plain.replace(anyLookAlike, (letter) => lookAlikes.get(letter)!);
  if (stretch.length === 1 && folded.size < mostFolded) folded.set(stretch, seen);
  return seen;
}

function decode(whole: string, ...[hexadecimal, decimal, name, ...units]: (string | undefined)[]): string {
  if (name !== undefined) return names[name.toLowerCase()]!;
  const digits = hexadecimal ?? units.slice(0, 4).find((unit) => unit !== undefined);
  const code = digits === undefined ? Number(decimal) : Number.parseInt(digits, 16);
  return code > 0x10ffff ? whole : String.fromCodePoint(code);
}
