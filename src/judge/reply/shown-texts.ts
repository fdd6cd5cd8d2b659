// What a judge was shown of others, in the form in which a verdict of its reply is looked up there: a forged verdict is
// known as a quotation however it, or the quotation, is disguised or marked up.
import { plainForm } from "../outputs/plain-form.js";
import { breakAtThoughtMarks } from "./drop-thinking.js";
import { stripMarkup } from "./verdict-line.js";

/** The texts in the forms they are looked up in, made once and only when a verdict asks. */
export class ShownTexts {
  private lines: ReadonlySet<string> | null = null;
  private ends: ReadonlySet<string> | null = null;
  private forms: readonly string[] | null = null;

  constructor(private readonly texts: readonly string[]) {}

  /** Whether one of the texts has this line, whatever its markup. */
  hasLine(line: string): boolean {
    this.lines ??= new Set(this.linesOfAll().map(bareLine));
    return this.lines.has(bareLine(line));
  }

  /** Whether a line of one of the texts ends with this label, whatever announces it: "Urteil: A", "Verdict → A". */
  hasAnnounced(label: string): boolean {
    this.ends ??= new Set(this.linesOfAll().flatMap(endsOf).map(bareLine));
    return this.ends.has(bareLine(label));
  }

  /** Whether one of the texts holds this, whatever its white space, punctuation and markup, backwards or not. */
  hasSnippet(snippet: string): boolean {
    this.forms ??= this.texts.flatMap(formsOf);
    const wanted = formsOf(snippet).flatMap((form) => {
      const backwards = [...form].reverse().join("");
      return [form, backwards, backwards.replace(/[[\]<>]/g, (mark) => mirrored[mark]!)];
    });
    return this.forms.some((text) => wanted.some((form) => text.includes(form)));
  }

  /** Whether the texts hold this object or list as it is written, or all members of the object in whatever order. */
  hasLiteral(raw: string, value: unknown): boolean {
    if (this.hasSnippet(raw)) return true;
    if (Array.isArray(value)) return false;
    return Object.entries(value as object).every(([key, member]) =>
      this.hasSnippet(`${key}: ${typeof member === "string" ? member : JSON.stringify(member)}`),
    );
  }

  private linesOfAll(): readonly string[] {
    return this.texts.flatMap((text) => breakAtThoughtMarks(plainForm(text)).split("\n"));
  }
}

const mirrored: Readonly<Record<string, string>> = { "[": "]", "]": "[", "<": ">", ">": "<" };
const announcing = /[:=→⇒➔➜]|[->–—]\s|\s(?:is|are|ist|est|es|è|é|to)\s/gu;
const longestEnd = 100;
const endsOf = (line: string): readonly string[] => {
  const end = line.slice(-longestEnd);
  return [...end.matchAll(announcing)].map(({ 0: found, index }) => end.slice(index + found.length));
};

/** Tags in which a verdict or a thought is given; all others only dress the text. */
const tellingTag =
  /^(?:\w+:)?(?:verdict|answer|score|think\w*|thoughts?|reasoning|reflection|scratchpad|ant\w+|inner_\w+)$/;
const titles =
  /(^|\[\[|>|boxed|:)(?:the)?(?:answer|assistant|response|output|option|model|candidate)(?=[\p{L}\p{N}])/gu;

/** As it is written, and as it is displayed where HTML, Markdown and LaTeX are: what one hides the other shows. */
function formsOf(text: string): readonly string[] {
  const written = plainForm(text).toLowerCase();
  if (!/[<\\]|\]\s?[([]/.test(written)) return [squeeze(written)];
  const displayed = written
    .replace(/<(\/?)([a-z][\w:-]*)(?:\s[^<>]*|\/)?>/g, (_, slash: string, name: string) =>
      tellingTag.test(name) ? `<${slash}${name}>` : "",
    )
    .replace(/<!--[^<>]*-->/g, "")
    .replace(/!?\[([^[\]]*)\]\s?(?:\([^()]*\)|\[[^[\]]*\])/g, "$1")
    .replace(/\\([lr])brack(?![a-z])/g, (_, side: string) => (side === "l" ? "[" : "]"))
    .replace(/\\(?!boxed)[a-z]+/g, "");
  return [squeeze(written), squeeze(displayed)];
}

/** Emphasis, brackets that set a word apart, punctuation and white space tell no two verdicts apart. */
const squeeze = (text: string) =>
  text.replace(/[\s*_`~"'\\(){}!?;$#^+&%@•·…]+|[.,\-–](?!\s*\d)/g, "").replace(titles, "$1");
const bareLine = (line: string) => formsOf(stripMarkup(line)).at(-1)!.replace(/[[\]]/g, "");
