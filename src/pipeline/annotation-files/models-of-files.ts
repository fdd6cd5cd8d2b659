// Who answered and who judged, over all files: one name is one model with one set of answers, always on one side, and one
// judge.
import { countOf } from "../../core/count-of.js";
import type { InputProblem } from "../../core/errors.js";
import { visibleText } from "../../core/visible-text.js";
import type { AnnotationRow, SideOfRow } from "../../io/wire/annotation-row.js";
import { annotatorsHint } from "./annotators.js";
import { AnswersByName } from "./answers-by-name.js";
import type { OutputHashes } from "./hash-outputs.js";
import { JudgesOfModel } from "./judge-of-model.js";

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
  /** Rows by baseline and model. */
  readonly sides: Map<string, Map<string, number>>;
}

export class ModelsOfFiles {
  readonly #models = new Map<string, Model>();
  readonly #files = new Map<string, NamesOfFile>();
  readonly #answers = new AnswersByName();
  #hint: string | undefined;

  /** @param areSidesOpen any model may stand on either side, and answer as often as it likes */
  constructor(
    private readonly isJury: boolean,
    private readonly areSidesOpen: boolean,
  ) {}

  /** The model's number. @param isNamed the user named it: what the row says of it does not count */
  see(row: AnnotationRow, { generator, isNamed }: { generator: string; isNamed: boolean }): number {
    const names = this.#namesOf(row.located.file);
    const stated = row.model.generator ?? row.unplacedGenerator;
    if (isNamed) addTo(names.renamed, generator, stated ?? "");
    else names[stated === null ? "unnamed" : "named"]++;
    const { generator: baseline } = row.baseline;
    if (!this.areSidesOpen && stated !== null && baseline !== null && stated !== baseline)
      countIn(names.sides, baseline, stated);
    let model = this.#models.get(generator);
    if (!model) {
      model = { number: this.#models.size, generator, judges: new JudgesOfModel() };
      this.#models.set(generator, model);
    }
    // a strong judge beside a cheap one is known by its chance
    if (row.chance === null) model.judges.add(row);
    return model.number;
  }

  /** Of both sides. @param item its number */
  seeAnswers(
    row: AnnotationRow,
    item: number,
    generator: string,
    { ofModel, ofBaseline }: OutputHashes,
  ): void {
    if (this.areSidesOpen) return;
    const { located, further, baseline, model } = row;
    const see = (name: string, against: number, hash: number, { output }: SideOfRow) =>
      this.#answers.see(located, { name, against, item, further, hash, isText: output !== null });
    if (ofModel !== null) see(generator, -1, ofModel, model);
    if (ofBaseline !== null && baseline.generator !== null)
      see(baseline.generator, this.#models.get(generator)!.number, ofBaseline, baseline);
  }

  problems(): InputProblem[] {
    const ofFiles = [...this.#files].flatMap(([file, found]) => findMisnamed(file, found));
    const otherAnswers = this.#answers.problems();
    const judges = this.isJury
      ? []
      : [...this.#models.values()].flatMap((model) => model.judges.findMixtures(model.generator));
    if (otherAnswers.length > 0) this.#hint = this.#answers.hint;
    else if (judges.length > 0)
      this.#hint = `Give the files of one judge (score takes a part: --where annotator=NAME, or judge.model=MODEL of one name); --jury takes the mean over the judges. ${annotatorsHint}`;
    return [...ofFiles, ...otherAnswers, ...judges];
  }

  get hint(): string | undefined {
    return this.#hint;
  }

  /** Each `code: sentence`. */
  warnings(): string[] {
    const served = new Set([...this.#models.values()].flatMap(({ judges }) => judges.servedOthers));
    return [
      ...[...served].map((each) => `served-model: replies came from ${each}`),
      ...this.#answers.warnings(),
    ];
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
  const pairs = [...sides].flatMap(([baseline, models]) =>
    [...models].map(([model, rows]) => ({ baseline, model, rows })),
  );
  for (const { baseline, model, rows } of pairs) {
    const swapped = sides.get(model)?.get(baseline);
    if (swapped === undefined || baseline > model) continue;
    const [one, two] = [visibleText(baseline), visibleText(model)];
    problems.push({
      file,
      message: `${one} is the baseline of ${two} in ${countOf(rows, "row")}, and ${two} that of ${one} in ${swapped}: one of them must be the baseline in all rows. Where the sides are the slots in which the judge was shown the answers, put the baseline first in each row (and say in "order" which was shown first); of models that all met one another, lceval leaderboard --round-robin makes ratings`,
    });
  }
  return problems;
}

function countIn(counts: Map<string, Map<string, number>>, baseline: string, model: string): void {
  const ofModels = counts.get(baseline) ?? new Map<string, number>();
  counts.set(baseline, ofModels);
  ofModels.set(model, (ofModels.get(model) ?? 0) + 1);
}

function addTo(sets: Map<string, Set<string>>, key: string, value: string): void {
  const known = sets.get(key) ?? new Set();
  sets.set(key, known.add(value));
}
