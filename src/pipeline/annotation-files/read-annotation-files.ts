// Annotation files → the judgements in them, for every command that reads any: a file means one thing everywhere.
// Decided here and nowhere else: which files, journal and torn tail; column map, scale and labels; who answered, what was
// asked, who judged; what is a repetition. docs/file-formats.md states the rules.
import { hash } from "node:crypto";
import { InputError, type InputProblem } from "../../core/errors.js";
import { ItemIds, idWithFields } from "../../core/item-identity.js";
import { hashText, mixBits } from "../../core/text-hash.js";
import { TextTable } from "../../core/text-table.js";
import { type ByteLimits, canReadAgain, forgetAhead, readAhead } from "../../io/bytes/byte-source.js";
import { isAnnotationJournal } from "../../io/durable/annotation-journal.js";
import type { RowInput } from "../../io/rows/located-row.js";
import { nameAfterFile } from "../../io/rows/name-after-file.js";
import { ProblemList } from "../../io/rows/problem-list.js";
import { requireColumn } from "../../io/rows/require-column.js";
import { type ReadingOptions, type StatedReading, stateReading } from "../../io/wire/annotation-reading.js";
import type { AnnotationRow } from "../../io/wire/annotation-row.js";
import { readAnnotationRows } from "../../io/wire/read-annotation-rows.js";
import type { Condition } from "../tables/row-condition.js";
import { type Annotators, annotatorsHint, annotatorsOf } from "./annotators.js";
import { FileWatch } from "./file-watch.js";
import { hashOutputs } from "./hash-outputs.js";
import { JudgementRegister, type WayOfAsking } from "./judgement-register.js";
import { expandModelPaths, type ModelPath, refuseSameFiles } from "./model-paths.js";
import { ModelsOfFiles } from "./models-of-files.js";
import { RowSelection } from "./row-selection.js";

export interface AnnotationFilesOptions extends ReadingOptions {
  /** Lines anywhere may be torn, and there may be none. When absent, that holds where a run's manifest lies beside the file. */
  readonly journal?: boolean | undefined;
  /** Collects what is wrong, the caller's own findings too; all of it is thrown at the end. */
  readonly problems?: ProblemList | undefined;
  /** What the caller finds wrong once all is read. */
  readonly findProblems?: (() => readonly InputProblem[]) | undefined;
  /** The rows that are meant; all when absent. */
  readonly where?: readonly Condition[] | undefined;
  /** Models may stand on either side of one another, and answer an instruction several times: nothing is one model's rate. */
  readonly areSidesOpen?: boolean | undefined;
  /** Where ids of items are kept, for a caller that keeps them too. */
  readonly names?: TextTable | undefined;
  readonly limits?: Partial<ByteLimits> | undefined;
}

/** One judgement, and what it is among all that were read. */
export interface JudgedRow {
  readonly row: AnnotationRow;
  readonly path: string;
  /** Who answered. */
  readonly generator: string;
  /** Id of the item: as the file states it, else what `ItemIds` gives. */
  readonly item: string;
  /** SHA-256 of the item's text; null where the file does not hold it. */
  readonly textId: string | null;
  /** Pairs are numbered in the order in which they are first met. */
  readonly pair: number;
  readonly asking: WayOfAsking;
  /** `replaces`: an earlier line on the same question had no verdict. */
  readonly kind: "first" | "further" | "replaces";
  /** What `hashOutputs` gives. */
  readonly ofModel: number | null;
  readonly ofBaseline: number | null;
}

/**
 * The judgements in batches, each once.
 * @param patterns files, globs, `NAME=FILE`; `-` is standard input
 * @throws InputError at the end, with every problem of every file
 */
export async function* readAnnotationFiles(
  patterns: readonly RowInput[],
  options: AnnotationFilesOptions = {},
): AsyncGenerator<JudgedRow[]> {
  const door = new Door(options, await expandModelPaths(patterns));
  yield* door.read();
}

class Door {
  readonly #problems: ProblemList;
  readonly #reading: StatedReading;
  readonly #register = new JudgementRegister();
  readonly #items: TextTable;
  readonly #models: ModelsOfFiles;
  readonly #watch: FileWatch;
  readonly #annotators: Annotators | null;
  readonly #selection: RowSelection | null;
  /** Known once a file with further item fields has been met. */
  #ids: ItemIds | null = null;
  #hint: string | undefined;

  constructor(
    private readonly options: AnnotationFilesOptions,
    private readonly paths: readonly ModelPath[],
  ) {
    this.#problems = options.problems ?? new ProblemList();
    this.#items = options.names ?? new TextTable();
    this.#reading = stateReading(options);
    this.#annotators = annotatorsOf({ ...options, ...this.#reading });
    this.#selection = options.where?.length ? new RowSelection(options.where) : null;
    this.#models = new ModelsOfFiles(options.jury ?? false, options.areSidesOpen ?? false);
    this.#watch = new FileWatch(options.onWarning ?? (() => {}));
  }

  async *read(): AsyncGenerator<JudgedRow[]> {
    await refuseSameFiles(this.paths);
    try {
      yield* this.#readFiles();
    } finally {
      for (const { path } of this.paths) forgetAhead(path);
    }
    this.#conclude();
  }

  async *#readFiles(): AsyncGenerator<JudgedRow[]> {
    for (const [at, modelPath] of this.paths.entries()) {
      const next = this.paths[at + 1];
      if (next && !next.rows) readAhead(next.path);
      try {
        let isFirst = true;
        for await (const rows of this.#readRows(modelPath.rows ?? modelPath.path)) {
          if (isFirst && this.#annotators)
            requireColumn(
              rows.map(({ located }) => located),
              this.#annotators.column,
              "--annotators",
            );
          isFirst = false;
          if (this.#ids === null && rows.some(isToldByFields)) await this.#surveyItems(at);
          const judged: JudgedRow[] = [];
          for (const row of rows) {
            const placed = this.#place(row, modelPath);
            if (placed) judged.push(placed);
          }
          yield judged;
        }
        this.#selection?.endFile();
      } catch (error) {
        // a file that cannot be read is named beside what is wrong with the others
        if (!(error instanceof InputError) || error.problems === this.#problems.all) throw error;
        for (const problem of error.problems) this.#problems.add(problem);
        this.#hint ??= error.hint;
      }
    }
  }

  #conclude(): void {
    const all = this.#problems;
    const ofCaller = this.options.findProblems?.() ?? [];
    for (const problem of [...this.#watch.problems(), ...ofCaller, ...this.#models.problems()])
      all.add(problem);
    if (this.#annotators?.isUndecided)
      all.add({ message: `several annotators ("${this.#annotators.column}") judged the same pair` });
    const isUndecided = this.#annotators?.isUndecided ?? this.#watch.hasOtherVerdicts;
    this.#watch.warn();
    for (const warning of this.#models.warnings()) this.options.onWarning?.(warning);
    all.throwIfAny(this.#hint ?? this.#models.hint ?? (isUndecided ? annotatorsHint : undefined));
    this.#selection?.warn(this.options.onWarning);
  }

  async *#readRows(path: RowInput): AsyncGenerator<AnnotationRow[]> {
    const { limits, quotes } = this.options;
    const journal = this.options.journal ?? (typeof path === "string" && (await isAnnotationJournal(path)));
    yield* readAnnotationRows(path, this.#reading, {
      limits,
      quotes,
      journal,
      onTornLine: this.#watch.seeTornLine,
      onProblem: this.#problems.add,
      isMeant: this.#selection?.see,
      onWarning: this.options.onWarning,
      proposeOther: async (rows) =>
        (await import("../../io/layouts/propose-conversion.js")).proposeConversion(rows),
    });
  }

  /** Whether equal texts differ in other fields is known once all are read: from here on, files are read twice. */
  async #surveyItems(from: number): Promise<void> {
    this.#ids = new ItemIds();
    for (const { path, rows: atHand } of this.paths.slice(from)) {
      if (!atHand && !(await canReadAgain(path))) continue;
      const { quotes } = this.options;
      const isMeant = this.#selection?.isMeant;
      const ignore = { quotes, onProblem: () => {}, onTornLine: () => {}, journal: true, isMeant };
      try {
        for await (const rows of readAnnotationRows(atHand ?? path, this.#reading, ignore))
          for (const { instruction, further } of rows)
            if (instruction !== null) this.#ids.add({ text: instruction, further });
      } catch (error) {
        // what is wrong is said when the file is read
        if (!(error instanceof InputError)) throw error;
      }
    }
  }

  /** Null for a line that says nothing new, and for one that cannot be placed. */
  #place(given: AnnotationRow, { path, name }: ModelPath): JudgedRow | null {
    const row = this.#annotators ? this.#annotators.vote(given) : given;
    if (row === null) {
      const { file, row: at } = given.located;
      this.#problems.add({ file, row: at, field: this.#annotators!.column, message: "names no annotator" });
      return null;
    }
    const generator = name ?? row.model.generator ?? row.unplacedGenerator ?? nameAfterFile(path);
    const textId = row.instruction === null ? null : hash("sha256", row.instruction);
    const item = row.instructionId ?? this.#idOfText(row, textId);
    if (item === null) {
      const { file, row: at } = row.located;
      this.#problems.add({ file, row: at, message: "has neither an instruction nor an instruction_id" });
      return null;
    }
    const hashes = hashOutputs(row);
    const { ofPair, ofModel, ofBaseline } = hashes;
    const model = this.#models.see(row, { generator, isNamed: name !== undefined });
    const number = this.#items.findOrAdd(item);
    const ofSides = this.options.areSidesOpen ? withName(ofPair, row.baseline.generator) : ofPair;
    const outputs = this.#annotators?.tellApart(ofSides, row) ?? ofSides;
    const placed = this.#register.add({ row, item: number, model, outputs });
    if (placed.kind !== "repeats") this.#annotators?.see(placed.pair, row);
    this.#watch.see(row.located, placed, row);
    if (placed.kind === "repeats") return null;
    if (placed.kind === "first") this.#models.seeAnswers(row, number, generator, hashes);
    const { pair, asking, kind } = placed;
    return { row, path, generator, item, textId, pair, asking, kind, ofModel, ofBaseline };
  }

  #idOfText({ instruction, further }: AnnotationRow, textId: string | null): string | null {
    if (instruction === null || !further) return textId;
    return this.#ids ? this.#ids.idOf({ text: instruction, further }) : idWithFields(instruction, further);
  }
}

/** Two models may answer alike. */
const withName = (outputs: number, name: string | null): number =>
  mixBits(Math.imul(outputs, 31) + hashText(name ?? ""));

const isToldByFields = ({ instructionId, further }: AnnotationRow): boolean =>
  instructionId === null && further !== null;
