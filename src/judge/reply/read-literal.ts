// A JSON value at a place in a text, read as forgivingly as judges write: single quotes, Python's True, False and
// None, bare line ends inside strings, a comma before the closing bracket. Nothing is ever guessed at the end: a
// value that is cut short is no value.

/** What stands at a place: a whole value and the place right after it, one that the text's end cuts short, or neither. */
export type LiteralReading =
  | { readonly kind: "whole"; readonly value: unknown; readonly end: number }
  | { readonly kind: "cut" }
  | { readonly kind: "none" };

/** The object or array that starts at `at`. */
export function readLiteral(text: string, at: number): LiteralReading {
  const reader = new LiteralReader(text, at);
  const value = text[at] === "{" || text[at] === "[" ? reader.readValue(0) : nothing;
  if (value !== nothing) return { kind: "whole", value, end: reader.at };
  return { kind: reader.ranOut ? "cut" : "none" };
}

const nothing = Symbol("no value");
/** Deeper nesting than any verdict needs; the bound keeps hostile replies from exhausting the stack. */
const deepest = 24;
const blank = /\s*/y;
const number = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const word = /true|false|null|True|False|None/y;
const words: Record<string, unknown> = {
  true: true,
  True: true,
  false: false,
  False: false,
  null: null,
  None: null,
};
const escapes: Record<string, string> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" };

class LiteralReader {
  ranOut = false;

  constructor(
    private readonly text: string,
    public at: number,
  ) {}

  readValue(depth: number): unknown {
    const first = this.peek();
    if (depth > deepest) return nothing;
    if (first === "{") return this.readMembers(depth);
    if (first === "[") return this.readElements(depth);
    if (first === '"' || first === "'") return this.readString(first);
    const digits = this.take(number);
    if (digits !== null) return Number(digits);
    const name = this.take(word);
    return name === null ? nothing : words[name];
  }

  private readElements(depth: number): unknown {
    const elements: unknown[] = [];
    this.at++;
    while (this.peek() !== "]") {
      const element = this.readValue(depth + 1);
      if (element === nothing || !this.takeComma("]")) return nothing;
      elements.push(element);
    }
    this.at++;
    return elements;
  }

  private readMembers(depth: number): unknown {
    const members: [string, unknown][] = [];
    this.at++;
    for (let first = this.peek(); first !== "}"; first = this.peek()) {
      const key = first === '"' || first === "'" ? this.readString(first) : nothing;
      if (typeof key !== "string" || this.peek() !== ":") return nothing;
      this.at++;
      const member = this.readValue(depth + 1);
      if (member === nothing || !this.takeComma("}")) return nothing;
      members.push([key, member]);
    }
    this.at++;
    return Object.fromEntries(members);
  }

  private readString(quote: string): unknown {
    const { text } = this;
    let value = "";
    for (let at = this.at + 1; at < text.length; at++) {
      const char = text[at]!;
      if (char === quote) {
        this.at = at + 1;
        return value;
      }
      if (char !== "\\") value += char;
      else if (text[at + 1] === "u" && /^[0-9a-fA-F]{4}$/.test(text.slice(at + 2, at + 6))) {
        value += String.fromCharCode(Number.parseInt(text.slice(at + 2, at + 6), 16));
        at += 5;
      } else {
        at++;
        value += escapes[text[at] ?? ""] ?? text[at] ?? "";
      }
    }
    // JSON strings hold no bare line ends: one that does is prose with a stray quotation mark, not a cut string.
    this.ranOut = !value.includes("\n");
    return nothing;
  }

  /** The next character that is not white space. */
  private peek(): string | undefined {
    this.take(blank);
    if (this.at >= this.text.length) this.ranOut = true;
    return this.text[this.at];
  }

  /** Steps over a comma, or stays before the closing bracket; false when neither follows. */
  private takeComma(close: string): boolean {
    const next = this.peek();
    if (next === ",") this.at++;
    return next === "," || next === close;
  }

  private take(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? null;
    this.at += found?.length ?? 0;
    return found;
  }
}

/** A value written in a reply, and the span it takes. */
export interface FoundLiteral {
  readonly value: unknown;
  readonly start: number;
  readonly end: number;
}

/** Every outermost JSON-like object or array in a text, in fences or prose, from left to right; and where one is cut. */
export function findLiterals(text: string): { whole: FoundLiteral[]; cutAt: number | null } {
  const whole: FoundLiteral[] = [];
  const opening = /[{[]/g;
  for (let open = opening.exec(text); open !== null; open = opening.exec(text)) {
    const reading = readLiteral(text, open.index);
    // An opening bracket that ends the text, or a lone "[" in prose, is no object that was begun.
    if (reading.kind === "cut" && /["']/.test(text.slice(open.index))) return { whole, cutAt: open.index };
    if (reading.kind !== "whole") continue;
    whole.push({ value: reading.value, start: open.index, end: reading.end });
    opening.lastIndex = reading.end;
  }
  return { whole, cutAt: null };
}
