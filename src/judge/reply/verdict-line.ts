// One line of a reply → what it says as a verdict, if it is nothing but a verdict: `[[A]]`, `**Verdict: A**`,
// `"[[A]]"`, `\boxed{A}`, `<verdict>A</verdict>`, or a bare `A`.
import { isLeadIn, type VerdictNoun } from "./lead-in.js";

/** How a line gives its verdict: in the marks that prompts ask for, after a lead-in, or bare. */
export interface VerdictLine {
  readonly raw: string;
  readonly form: "marked" | "announced" | "bare";
  /** The whole line stands in quotation marks. */
  readonly isQuoted: boolean;
}

const marked =
  /^(?:\[\[([^[\]]{1,200})\]\]|\\boxed\{(?:\\text\{)?([^{}]{1,200})\}?\}|<(?:verdict|answer|score)>([^<>]{1,200})<\/(?:verdict|answer|score)>)$/i;
const quotes = /^(["'“”„«‹‘’「『])(.*)(["'“”»›‘’」』])$/u;

/** What a line says when it is nothing but a verdict; null for any other line. */
export function readVerdictLine(line: string, noun: VerdictNoun): VerdictLine | null {
  const plain = stripMarkup(line);
  if (plain === "" || plain.length > 300) return null;
  const inner = quotes.exec(plain);
  const isQuoted = inner !== null;
  const text = stripMarkup(inner?.[2] ?? plain);
  const raw = markedText(text);
  if (raw !== null) return { raw, form: "marked", isQuoted };
  const announced = isQuoted ? null : readAnnounced(text, noun);
  return announced ?? { raw: unwrap(text), form: "bare", isQuoted };
}

function readAnnounced(text: string, noun: VerdictNoun): VerdictLine | null {
  const at = text.search(/\[\[|\\boxed|[:=→—–]|\s-\s|(?<!^(?:here|this))\s(?:is|are|ist|est|es|è|é|to)\s/iu);
  if (at <= 0) return null;
  const separator = /^(?:\s*[:=→—–]+|\s-\s|\s(?:is|are|ist|est|es|è|é|to)\s)?\s*:?\s*/u.exec(
    text.slice(at),
  )![0];
  const rest = stripMarkup(text.slice(at + separator.length));
  if (rest === "" || !isLeadIn(text.slice(0, at), noun)) return null;
  const inner = quotes.exec(rest)?.[2] ?? rest;
  return { raw: markedText(inner) ?? unwrap(inner), form: "announced", isQuoted: false };
}

function markedText(text: string): string | null {
  const found = marked.exec(text);
  return found === null ? null : (found[1] ?? found[2] ?? found[3] ?? "").trim();
}

/** Drops heading and list marks, emphasis, inline code and the full stop at the end; full-width forms become plain. */
export function stripMarkup(line: string): string {
  let text = line.normalize("NFKC").replaceAll("【", "[").replaceAll("】", "]").trim();
  text = text
    .replace(/^(?:#{1,6}|[-+•])\s+/u, "")
    .replace(/\*{1,3}|_{2,3}|`+/g, "")
    .trim();
  text = text.replace(/^_(.*)_$/u, "$1");
  return text.replace(/(?<=[\]\p{L}\p{N}})"'”’」』»])[.!。!]+$/u, "").trim();
}

function unwrap(text: string): string {
  return (/^\(([^()]*)\)$/.exec(text) ?? /^\[([^[\]]*)\]$/.exec(text))?.[1]?.trim() ?? text;
}
