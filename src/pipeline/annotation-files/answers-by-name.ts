// Answers, one at a time → names that give two answers to one item: samples of one model, or two models.
import { countOf } from "../../core/count-of.js";
import { EntryTable } from "../../core/entry-table.js";
import type { InputProblem } from "../../core/errors.js";
import { growingIntegers } from "../../core/growing-array.js";
import { hashText, mixBits } from "../../core/text-hash.js";
import { visibleText } from "../../core/visible-text.js";
import type { Place } from "./judgement-register.js";

interface Answer {
  /** Who answered, on whichever side. */
  readonly name: string;
  /** The number of the model that a baseline's answer was compared with; −1 for a model's own answer. */
  readonly against: number;
  readonly item: number;
  /** The item fields that are not in the text: they tell samples apart, whatever the id. */
  readonly further: string | null;
  /** Of the text, or of the length that stands for it: the two are never compared. */
  readonly hash: number;
  readonly isText: boolean;
}

interface Otherwise {
  readonly name: string;
  readonly file: string;
  readonly of: string;
  readonly row: number;
  readonly ofRow: number;
  /** Of one baseline beside several models: each is right against what it was compared with. */
  readonly isBaselines: boolean;
  count: number;
}

type Key = Readonly<Record<"item" | "name" | "against" | "form", number>>;

const bitsOf = ({ item, name, against, form }: Key): number =>
  mixBits(Math.imul(item, 31) + Math.imul(name, 0x9e3779b1) + Math.imul(against, 0x85ebca6b) + form);

/** Some 60 bytes an answer, outside the heap. */
export class AnswersByName {
  readonly #names = new Map<string, number>();
  readonly #files: string[] = [];
  readonly #entries = new EntryTable();
  readonly #columns = {
    item: growingIntegers(),
    name: growingIntegers(),
    against: growingIntegers(),
    form: growingIntegers(),
    hash: growingIntegers(),
    file: growingIntegers(),
    row: growingIntegers(),
  };
  /** By name, what its first answer was against. */
  readonly #firstAgainst: number[] = [];
  readonly #others = new Map<string, Otherwise>();

  see({ file, row }: Place, { name: text, against, item, further, hash, isText }: Answer): void {
    if (this.#files.at(-1) !== file) this.#files.push(file);
    const known = this.#columns;
    const name = this.#names.get(text) ?? this.#names.size;
    if (name === this.#names.size) this.#names.set(text, name);
    const form = further ? mixBits(hashText(further) + Number(isText)) : Number(isText);
    const about = { item, name, against, form };
    const { size } = this.#entries;
    const entry = this.#entries.findOrAdd(bitsOf(about), (at) => this.#isAt(at, about));
    if (entry !== size) {
      if (known.hash.at(entry) !== hash) this.#note(text, file, row, entry, false);
      return;
    }
    known.item.push(item);
    known.name.push(name);
    known.against.push(against);
    known.form.push(form);
    known.hash.push(hash);
    known.file.push(this.#files.length - 1);
    known.row.push(row);
    // what the name answered first, as a model or beside another model
    const first = this.#firstAgainst[name] ?? against;
    this.#firstAgainst[name] = first;
    if (first === against) return;
    const otherwise = { ...about, against: first };
    const beside = this.#entries.find(bitsOf(otherwise), (at) => this.#isAt(at, otherwise));
    if (beside >= 0 && known.hash.at(beside) !== hash)
      this.#note(text, file, row, beside, first >= 0 && against >= 0);
  }

  #isAt(at: number, { item, name, against, form }: Key): boolean {
    const known = this.#columns;
    return (
      known.item.at(at) === item &&
      known.name.at(at) === name &&
      known.against.at(at) === against &&
      known.form.at(at) === form
    );
  }

  #note(name: string, file: string, row: number, entry: number, isBaselines: boolean): void {
    const of = this.#files[this.#columns.file.at(entry)]!;
    const key = JSON.stringify([name, of, file, isBaselines]);
    const other = this.#others.get(key);
    if (other) other.count++;
    else
      this.#others.set(key, {
        name,
        file,
        of,
        row,
        ofRow: this.#columns.row.at(entry),
        isBaselines,
        count: 1,
      });
  }

  /** Each `code: sentence`: models that met one baseline with other answers. */
  warnings(): string[] {
    return [...this.#others.values()]
      .filter(({ isBaselines }) => isBaselines)
      .map(({ name, file, of, count }) => {
        const where = file === of ? "" : ` in ${of}`;
        return `baseline-answers: ${countOf(count, "answer")} of ${visibleText(name)} in ${file} ${count === 1 ? "is" : "are"} not the one${count === 1 ? "" : "s"} that another model was compared with${where}`;
      });
  }

  /** One sentence a name and pair of files. */
  problems(): InputProblem[] {
    return this.#errors.map(({ name, file, of, row, ofRow, count }) => {
      const who = visibleText(name);
      const message =
        file === of
          ? `${who} answers ${countOf(count, "instruction")} more than once, and otherwise (first row ${ofRow}): samples of one model, or two models under one name?`
          : `${who} answers ${countOf(count, "instruction")} otherwise than in ${of}: two models under one name`;
      return file === of ? { file, row, message } : { file, message };
    });
  }

  get #errors(): Otherwise[] {
    return [...this.#others.values()].filter(({ isBaselines }) => !isBaselines);
  }

  /** The way out. */
  get hint(): string {
    const files = "Name the models of the files: NAME=FILE, as in first=a.jsonl second=b.jsonl.";
    return this.#errors.some(({ file, of }) => file === of)
      ? `Two models: give each a name of its own, or a file (NAME=FILE). Samples of one model: number them in a column "sample". Other questions: --item-field COLUMN names what tells them apart.`
      : files;
  }
}
