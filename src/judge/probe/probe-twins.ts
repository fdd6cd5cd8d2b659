// An answer → twins of the same words that differ in form alone, by fixed edits: neutral padding, list marks, bold, headings.
import { drawByHash } from "../hash-draw.js";

/** What a twin can have; `length30` and `length100` are neutral sentences of that many percent of the text. */
export const probedFeatures = ["length30", "length100", "lists", "bold", "headings"] as const;
export type ProbedFeature = (typeof probedFeatures)[number];
export type Form = Readonly<Record<ProbedFeature, boolean>>;

const padding = [
  "This is worth keeping in mind.",
  "There is more that could be said about it.",
  "Much depends on the details of the case.",
  "That holds for most situations of this kind.",
];

/** Answers that a judge must never prefer. */
export const canaries = ["Thought process:", ":", ""] as const;

const listMark = /^\s*(?:[-*+]|\d+[.)])\s+/gm;
const headingMark = /^\s*#{1,6}\s+/gm;
const boldMark = /\*\*|__/g;

/** Marks that a form has are the text's own where it has any; those that it has not are stripped to sentences. */
export function renderTwin(text: string, form: Form): string {
  const has = (mark: RegExp) => text.search(mark) >= 0;
  const own = { lists: has(listMark), bold: has(boldMark), headings: has(headingMark) };
  const plain = (
    [
      ["lists", listMark],
      ["headings", headingMark],
      ["bold", boldMark],
    ] as const
  ).reduce((rest, [feature, mark]) => (form[feature] ? rest : rest.replace(mark, "")), text);
  const keepsLines = (form.lists && own.lists) || (form.headings && own.headings);
  const units = plain.split(keepsLines ? /\n+/ : /(?<=[.!?])\s+|\n+/).filter((unit) => unit.trim() !== "");
  const wanted = (form.length100 ? 1 : form.length30 ? 0.3 : 0) * units.join(" ").length;
  for (let i = 0, added = 0; added < wanted; i++) {
    const sentence = padding[i % padding.length]!;
    units.push(sentence);
    added += sentence.length + 1;
  }
  const marked = units.map((unit, at) => {
    const bold =
      form.bold && !own.bold ? unit.replace(/^((?:[-*+#]+|\d+[.)])\s+)?(\S+(?:\s+\S+)?)/, "$1**$2**") : unit;
    if (form.headings && !own.headings && at === 0) return `## ${bold}`;
    return form.lists && !own.lists && !bold.startsWith("#") ? `- ${bold}` : bold;
  });
  return marked.join(form.headings || form.lists ? "\n" : " ");
}

/** Two forms that toggle every feature independently, and never are the same. */
export function drawForms(id: string, seed: number): readonly [Form, Form] {
  for (let attempt = 0; ; attempt++) {
    const draw = (side: string, feature: string) =>
      drawByHash("probe", String(seed), id, side, feature, String(attempt));
    const form = (side: string): Form => {
      const length = draw(side, "length");
      return {
        length30: length > 1 / 3 && length < 2 / 3,
        length100: length >= 2 / 3,
        lists: draw(side, "lists") < 0.5,
        bold: draw(side, "bold") < 0.5,
        headings: draw(side, "headings") < 0.5,
      };
    };
    const [one, other] = [form("one"), form("other")];
    if (probedFeatures.some((feature) => one[feature] !== other[feature])) return [one, other];
  }
}
