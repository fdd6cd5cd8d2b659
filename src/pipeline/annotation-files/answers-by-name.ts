// Answers, one at a time → names that give two answers to one item: samples of one model, or two models.
import { countOf } from "../../core/count-of.js";
import { EntryTable } from "../../core/entry-table.js";
import type { InputProblem } from "../../core/errors.js";
import { growingIntegers } from "../../core/growing-array.js";
import { hashText, mixBits } from "../../core/text-hash.js";
import { TextTable } from "../../core/text-table.js";
import { visibleText } from "../../core/visible-text.js";
import type { Place } from "./judgement-register.js";

interface Answer {
  /** Who answered, on whichever side. */
  readonly name: string;
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
  count: number;
}

/** Some 60 bytes an answer, outside the heap. */
export class AnswersByName {
  readonly #names = new TextTable();
  readonly #files: string[] = [];
  readonly #entries = new EntryTable();
  readonly #columns = {
    item: growingIntegers(),
    name: growingIntegers(),
    form: growingIntegers(),
    hash: growingIntegers(),
    file: growingIntegers(),
    row: growingIntegers(),
  };
  readonly #others = new Map<string, Otherwise>();

  see({ file, row }: Place, { name: text, item, further, hash, isText }: Answer): void {
    if (this.#files.at(-1) !== file) this.#files.push(file);
    const { columns: known, size } = { columns: this.#columns, size: this.#entries.size };
    const name = this.#names.findOrAdd(text);
    const form = further ? mixBits(hashText(further) + Number(isText)) : Number(isText);
    const entry = this.#entries.findOrAdd(
      mixBits(Math.imul(item, 31) + Math.imul(name, 0x9e3779b1) + form),
      (at) => known.item.at(at) === item && known.name.at(at) === name && known.form.at(at) === form,
    );
    if (entry === size) {
      known.item.push(item);
      known.name.push(name);
      known.form.push(form);
      known.hash.push(hash);
      known.file.push(this.#files.length - 1);
      known.row.push(row);
    } else if (known.hash.at(entry) !== hash) {
      const of = this.#files[known.file.at(entry)]!;
      const key = JSON.stringify([text, of, file]);
      const other = this.#others.get(key);
      if (other) other.count++;
      else this.#others.set(key, { name: text, file, of, row, ofRow: known.row.at(entry), count: 1 });
    }
  }

  /** One sentence a name and pair of files. */
  problems(): InputProblem[] {
    return [...this.#others.values()].map(({ name, file, of, row, ofRow, count }) => {
      const who = visibleText(name);
      const message =
        file === of
          ? `${who} answers ${countOf(count, "instruction")} more than once, and otherwise (first row ${ofRow}): samples of one model, or two models under one name?`
          : `${who} answers ${countOf(count, "instruction")} otherwise than in ${of}: two models under one name`;
      return file === of ? { file, row, message } : { file, message };
    });
  }

  /** The way out. */
  get hint(): string {
    const files = "Name the models of the files: NAME=FILE, as in first=a.jsonl second=b.jsonl.";
    return [...this.#others.values()].some(({ file, of }) => file === of)
      ? `Two models: give each a name of its own, or a file (NAME=FILE). Samples of one model: number them in a column "sample". Other questions: --item-field COLUMN names what tells them apart.`
      : files;
  }
}
