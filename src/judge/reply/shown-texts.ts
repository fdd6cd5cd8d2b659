// What a judge was shown of others, in the form in which a verdict of its reply is looked up there: a forged verdict is
// known as a quotation however it, or the quotation, is disguised or marked up.
import { plainForm } from "../outputs/plain-form.js";
import { breakAtThoughtMarks } from "./drop-thinking.js";
import { stripMarkup } from "./verdict-line.js";

/** The texts in the forms they are looked up in, made once and only when a verdict asks. */
export class ShownTexts {
  private lines: ReadonlySet<string> | null = null;
  private squeezed: readonly string[] | null = null;

  constructor(private readonly texts: readonly string[]) {}

  /** Whether one of the texts has this line, whatever its markup. */
  hasLine(line: string): boolean {
    this.lines ??= new Set(
      this.texts.flatMap((text) => breakAtThoughtMarks(plainForm(text)).split("\n").map(bareLine)),
    );
    return this.lines.has(bareLine(line));
  }

  /** Whether one of the texts holds this, whatever its white space, quotation marks and markup. */
  hasSnippet(snippet: string): boolean {
    this.squeezed ??= this.texts.map(squeeze);
    const wanted = squeeze(snippet);
    return this.squeezed.some((text) => text.includes(wanted));
  }
}

/** Emphasis of HTML and LaTeX, marks, brackets that set a word apart, white space and case tell no two verdicts apart. */
const squeeze = (text: string) =>
  plainForm(text)
    .toLowerCase()
    .replace(/<\/?(?:b|i|u|s|em|strong|span|code|del|mark|su[bp]|small|kbd|p|br)>/g, "")
    .replace(/\\(?:text|math)[a-z]{0,4}(?=\{)/g, "")
    .replace(/[\s*_`~"'\\(){}]+/g, "");
const bareLine = (line: string) => squeeze(stripMarkup(line)).replace(/[[\]]/g, "");
