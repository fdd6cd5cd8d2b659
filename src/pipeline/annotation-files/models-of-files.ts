// Who answered and who judged, over all files: one name is one model with one set of answers, always on one side, and one
// judge.
import { countOf } from "../../core/count-of.js";
import { EntryTable } from "../../core/entry-table.js";
import type { InputProblem } from "../../core/errors.js";
import { growingIntegers } from "../../core/growing-array.js";
import { mixBits } from "../../core/text-hash.js";
import { visibleText } from "../../core/visible-text.js";
import type { AnnotationRow } from "../../io/wire/annotation-row.js";
import { annotatorsHint } from "./annotators.js";
import { JudgesOfModel } from "./judge-of-model.js";
import type { Place } from "./judgement-register.js";

interface Model {
  readonly number: number;
  readonly generator: string;
  readonly judges: JudgesOfModel;
}

/** Of one file: its rows by whether they name the model, and who stands on which side. */
interface NamesOfFile {
  named: number;
  unnamed: number;
  readonly renamed: Map<string, Set<string>>;
  readonly sides: Map<string, number>;
}

export class ModelsOfFiles {
  readonly #models = new Map<string, Model>();
  readonly #files = new Map<string, NamesOfFile>();
  readonly #answers = new AnswersOfModels();
  #hint: string | undefined;

  constructor(
    private readonly isJury: boolean,
    private readonly areSeveral: boolean,
  ) {}

  /** The model's number. @param isNamed the user named it: what the row says of it does not count */
  see(row: AnnotationRow, { generator, isNamed }: { generator: string; isNamed: boolean }): number {
    const names = this.#namesOf(row.located.file);
    const stated = row.model.generator ?? row.unplacedGenerator;
    if (isNamed) addTo(names.renamed, generator, stated ?? "");
    else names[stated === null ? "unnamed" : "named"]++;
    const { generator: baseline } = row.baseline;
    if (stated !== null && baseline !== null && stated !== baseline)
      countIn(names.sides, JSON.stringify([baseline, stated]));
    let model = this.#models.get(generator);
    if (!model) {
      model = { number: this.#models.size, generator, judges: new JudgesOfModel() };
      this.#models.set(generator, model);
    }
    model.judges.add(row);
    return model.number;
  }

  /** Of several files: one may well hold several answers of a model to one instruction. */
  seeAnswer({ file }: Place, answer: Answer): void {
    if (this.areSeveral) this.#answers.see(file, answer);
  }

  problems(): InputProblem[] {
    const names = [...this.#models.keys()];
    const ofFiles = [...this.#files].flatMap(([file, found]) => findMisnamed(file, found));
    const otherAnswers = this.#answers.problems(names);
    const judges = this.isJury
      ? []
      : [...this.#models.values()].flatMap((model) => model.judges.findMixtures(model.generator));
    if (otherAnswers.length > 0)
      this.#hint = "Name the models of the files: NAME=FILE, as in first=a.jsonl second=b.jsonl.";
    else if (judges.length > 0)
      this.#hint = `Give the files of one judge; --jury takes the mean over the judges. ${annotatorsHint}`;
    return [...ofFiles, ...otherAnswers, ...judges];
  }

  get hint(): string | undefined {
    return this.#hint;
  }

  servedOthers(): string[] {
    return [...new Set([...this.#models.values()].flatMap(({ judges }) => judges.servedOthers))];
  }

  #namesOf(file: string): NamesOfFile {
    let names = this.#files.get(file);
    if (!names) {
      names = { named: 0, unnamed: 0, renamed: new Map(), sides: new Map() };
      this.#files.set(file, names);
    }
    return names;
  }
}

function findMisnamed(file: string, { named, unnamed, renamed, sides }: NamesOfFile): InputProblem[] {
  const problems: InputProblem[] = [];
  if (named > 0 && unnamed > 0)
    problems.push({
      file,
      message: `${countOf(unnamed, "row")} of ${named + unnamed} ${unnamed === 1 ? "names" : "name"} no model, the others do; NAME=${file} gives all of them one name`,
    });
  for (const [name, stated] of renamed)
    if (stated.size > 1)
      problems.push({
        file,
        message: `holds the answers of ${stated.size} models (${[...stated]
          .map((one) => one || "none named")
          .map(visibleText)
          .join(", ")}), which cannot all be called ${visibleText(name)}`,
      });
  for (const [pair, rows] of sides) {
    const [baseline, model] = JSON.parse(pair) as [string, string];
    const swapped = sides.get(JSON.stringify([model, baseline]));
    if (swapped === undefined || baseline > model) continue;
    const [one, two] = [visibleText(baseline), visibleText(model)];
    problems.push({
      file,
      message: `${one} is the baseline of ${two} in ${countOf(rows, "row")}, and ${two} that of ${one} in ${swapped}: one of them must be the baseline in all rows. Where the sides are the slots in which the judge was shown the answers, put the baseline first in each row (and say in "order" which was shown first); of models that all met one another, lceval leaderboard --round-robin makes ratings`,
    });
  }
  return problems;
}

interface Answer {
  readonly item: number;
  readonly model: number;
  readonly ofModel: number | null;
}

/** By item and model, the first answer; and how many differ in another file. */
class AnswersOfModels {
  readonly #entries = new EntryTable();
  readonly #itemOf = growingIntegers();
  readonly #modelOf = growingIntegers();
  readonly #answerOf = growingIntegers();
  readonly #fileOf = growingIntegers();
  readonly #files: string[] = [];
  readonly #others = new Map<string, number>();

  see(file: string, { item, model, ofModel }: Answer): void {
    if (ofModel === null) return;
    if (this.#files.at(-1) !== file) this.#files.push(file);
    const fileNumber = this.#files.length - 1;
    const known = this.#entries.size;
    const entry = this.#entries.findOrAdd(
      mixBits(Math.imul(item, 31) + Math.imul(model, 0x9e3779b1)),
      (other) => this.#itemOf.at(other) === item && this.#modelOf.at(other) === model,
    );
    if (entry === known) {
      this.#itemOf.push(item);
      this.#modelOf.push(model);
      this.#answerOf.push(ofModel);
      this.#fileOf.push(fileNumber);
    } else if (this.#answerOf.at(entry) !== ofModel && this.#fileOf.at(entry) !== fileNumber)
      countIn(this.#others, JSON.stringify([model, this.#fileOf.at(entry), fileNumber]));
  }

  problems(names: readonly string[]): InputProblem[] {
    return [...this.#others].map(([key, count]) => {
      const [model, first, second] = JSON.parse(key) as [number, number, number];
      const message = `${visibleText(names[model]!)} answers ${countOf(count, "instruction")} otherwise than in ${this.#files[first]}: two models under one name`;
      return { file: this.#files[second], message };
    });
  }
}

const countIn = (counts: Map<string, number>, key: string) =>
  void counts.set(key, (counts.get(key) ?? 0) + 1);

function addTo(sets: Map<string, Set<string>>, key: string, value: string): void {
  const known = sets.get(key) ?? new Set();
  sets.set(key, known.add(value));
}
