// Annotation rows, one at a time, to the observations of each model. Memory grows by some 130 bytes a pair, all of it
// outside the heap, and the work is linear in the rows.
import { hash } from "node:crypto";
import { quoteValue } from "../../core/quote-value.js";
import { TextTable } from "../../core/text-table.js";
import { ProblemList } from "../../io/rows/problem-list.js";
import type { AnnotationRow } from "../../io/wire/annotation-row.js";
import type { CombinationRule } from "../../judge/combine-orders.js";
import { mostUnknownTexts } from "../../length-control/near-misses.js";
import type { ModelObservations, Observation } from "../../length-control/observation.js";
import { type Asking, combineJudgements, type JudgementLine, standsAlone } from "./combine-judgements.js";
import { countNames, findMixtures, type ModelRows, startModel, toModelObservations } from "./model-rows.js";
import { hashOutputs, type ObserveOptions, observeRow } from "./observe-row.js";
import { PairTable } from "./pair-table.js";

export interface CollectorOptions extends ObserveOptions {
  /** The column whose value names a row's cluster; the instruction when absent. */
  readonly clusterColumn?: string | undefined;
  /** The column whose value names the group that a row is averaged in; none when absent. */
  readonly groupColumn?: string | undefined;
  /** Whether a calibration at hand knows the instruction with this text hash; some of those that it does not are kept. */
  readonly isKnown?: ((textId: string) => boolean) | undefined;
  /** How the verdicts on a pair in both orders become one; their average when absent. */
  readonly combine?: CombinationRule | undefined;
}

/** In UTF-16 units; longer ones would cost memory and tell no more. */
const longestUnknownText = 20_000;

/** A judgement of a pair, and where it stands. */
interface PlacedLine extends JudgementLine {
  readonly place: string;
}

export class ObservationCollector {
  readonly problems = new ProblemList();
  readonly #options: CollectorOptions;
  readonly #models: ModelRows[] = [];
  readonly #modelsByName = new Map<string, ModelRows>();
  /** Instructions, clusters and groups. */
  readonly #names = new TextTable();
  readonly #pairs = new PairTable();
  /** The ways in which lines were asked for, each once. */
  readonly #askings: Asking[] = [];
  readonly #askingsByKey = new Map<string, number>();
  /** Of pairs, the first judgement's verdict in the judge's own word, where the rule asks for it. */
  readonly #rawLabels = new Map<number, string>();
  /** Later judgements of the pairs that have several. */
  readonly #further = new Map<number, PlacedLine[]>();

  constructor(options: CollectorOptions = {}) {
    this.#options = options;
  }

  /** Takes one judgement; what is wrong with it goes to `problems`. */
  add(row: AnnotationRow, nameOfFile: string): void {
    const model = this.#findModel(row.model.generator ?? row.unplacedGenerator ?? nameOfFile);
    countNames(model, row);
    const observation = this.#observe(row);
    this.#keepUnknownText(model, row, observation);
    const { ofPair, ofModel } = hashOutputs(row, observation);
    const asking = this.#findAsking(row);
    const known = this.#pairs.size;
    const pair = this.#pairs.findOrAdd(
      {
        instruction: this.#names.findOrAdd(observation.instructionId),
        model: model.number,
        outputs: ofPair,
      },
      { file: row.located.file, row: row.located.row, asking, position: model.observations.length },
    );
    if (pair < known) {
      this.#addToPair(pair, observation, { asking: this.#askings[asking]!, row });
      return;
    }
    model.observations.push(observation);
    this.#keepRawLabel(pair, row.rawLabel);
    if (row.order === null && observation.order) model.assumedOrders++;
    if (ofModel !== null) model.repeatedOutputs.add(ofModel);
  }

  /**
   * The observations by model, in the order in which models were first met.
   *
   * @throws InputError with every problem met, and for a model whose rows name several baselines or judges.
   */
  finish(hint?: string): ModelObservations[] {
    for (const problem of this.#models.flatMap(findMixtures)) this.problems.add(problem);
    this.problems.throwIfAny(hint);
    this.#combinePairs();
    return this.#models.map(toModelObservations);
  }

  #findModel(generator: string): ModelRows {
    let model = this.#modelsByName.get(generator);
    if (!model) {
      model = startModel(this.#models.length, generator, this.#names);
      this.#models.push(model);
      this.#modelsByName.set(generator, model);
    }
    return model;
  }

  #observe(row: AnnotationRow): Observation {
    const { clusterColumn, groupColumn } = this.#options;
    const textId = row.instruction ? hash("sha256", row.instruction) : undefined;
    const instructionId = row.instructionId ?? textId ?? hash("sha256", "");
    const cluster = clusterColumn === undefined ? instructionId : this.#readName(row, clusterColumn);
    const group = groupColumn === undefined ? undefined : this.#readName(row, groupColumn);
    return observeRow(row, { instructionId, textId, cluster, group }, this.#options);
  }

  #keepUnknownText(
    { unknownTexts }: ModelRows,
    { instruction }: AnnotationRow,
    { textId }: Observation,
  ): void {
    const { isKnown } = this.#options;
    if (!isKnown || instruction === null || textId === undefined || isKnown(textId)) return;
    if (unknownTexts.size < mostUnknownTexts && instruction.length <= longestUnknownText)
      unknownTexts.add(instruction);
  }

  #rowsOf(pair: number) {
    return this.#models[this.#pairs.modelOf(pair)]!.observations;
  }

  #replaceObservation(pair: number, observation: Observation): void {
    this.#rowsOf(pair).replace(this.#pairs.positionOf(pair), observation);
  }

  /** Equal ones have one number, and are one object. */
  #findAsking({ judge, order, repeat, answersShown, jury }: AnnotationRow): number {
    const asking = { judge, order, repeat, answersShown, jury };
    const key = keyOfAsking(asking);
    const known = this.#askingsByKey.get(key);
    if (known !== undefined) return known;
    this.#askingsByKey.set(key, this.#askings.length);
    return this.#askings.push(asking) - 1;
  }

  #keepRawLabel(pair: number, rawLabel: string | null): void {
    if (rawLabel !== null && this.#options.combine === "same-label-is-tie")
      this.#rawLabels.set(pair, rawLabel);
  }

  #firstLineOf(pair: number): JudgementLine {
    return {
      observation: this.#rowsOf(pair).at(this.#pairs.positionOf(pair)),
      asking: this.#askings[this.#pairs.askingOf(pair)]!,
      rawLabel: this.#rawLabels.get(pair) ?? null,
    };
  }

  #combinePairs(): void {
    const rule = this.#options.combine ?? "average";
    const alone = this.#askings.map(standsAlone);
    for (let pair = 0; pair < this.#pairs.size; pair++) {
      const further = this.#further.get(pair);
      if (!further && alone[this.#pairs.askingOf(pair)]) continue;
      const lines = [this.#firstLineOf(pair), ...(further ?? [])];
      this.#replaceObservation(pair, combineJudgements(lines, rule));
    }
  }

  /** Another judgement of a known pair: asked in another way, the answer to one that had none, or a duplicate. */
  #addToPair(
    pair: number,
    observation: Observation,
    { asking, row: { located, ...row } }: { readonly asking: Asking; readonly row: AnnotationRow },
  ): void {
    const first = this.#firstLineOf(pair);
    const { rawLabel } = row;
    const place = `${located.file}, row ${located.row}`;
    const further = this.#further.get(pair) ?? [];
    const earlier = further.findIndex((line) => line.asking === asking);
    if (first.asking !== asking && earlier < 0) {
      this.#further.set(pair, [...further, { observation, asking, rawLabel, place }]);
      return;
    }
    const known =
      first.asking === asking ? { ...first, place: this.#pairs.placeOf(pair) } : further[earlier]!;
    if (known.observation.preference !== null) {
      const what = quoteValue(row.instructionId ?? row.instruction);
      const message = `repeats ${known.place}: the same model, outputs, order, repeat and judge for the instruction ${what}`;
      this.problems.add({ file: located.file, row: located.row, message });
    } else if (first.asking === asking) {
      this.#replaceObservation(pair, observation);
      this.#keepRawLabel(pair, rawLabel);
    } else further[earlier] = { observation, asking, rawLabel, place };
  }

  #readName({ located }: AnnotationRow, column: string): string {
    const value = located.value[column];
    if ((typeof value === "string" && value !== "") || typeof value === "number") return String(value);
    const message = `is ${column in located.value ? quoteValue(value) : "nothing"}; expected a name`;
    this.problems.add({ file: located.file, row: located.row, field: column, message });
    return "";
  }
}

const keyOfAsking = ({ judge, order, repeat, answersShown, jury }: Asking): string =>
  `${order} ${repeat} ${answersShown} ${jury ? `${jury.combine} ${jury.quorum}` : ""} ${judge}`;
