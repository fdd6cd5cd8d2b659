// Judgements, one at a time, to the observations of each model. Memory grows by some 130 bytes a pair, all of it
// outside the heap, and the work is linear in the rows.
import type { InputProblem } from "../../core/errors.js";
import { joinLevels } from "../../core/group-by.js";
import { growingIntegers } from "../../core/growing-array.js";
import { quoteValue } from "../../core/quote-value.js";
import { TextTable } from "../../core/text-table.js";
import { ProblemList } from "../../io/rows/problem-list.js";
import type { AnnotationRow } from "../../io/wire/annotation-row.js";
import type { CombinationRule } from "../../judge/combine-orders.js";
import { mostUnknownTexts } from "../../length-control/near-misses.js";
import type { ModelObservations, Observation } from "../../length-control/observation.js";
import { findPossible } from "../../metrics/score/one-sided.js";
import type { WayOfAsking } from "../annotation-files/judgement-register.js";
import type { JudgedRow } from "../annotation-files/read-annotation-files.js";
import { combineJudgements, type JudgementLine, standsAlone } from "./combine-judgements.js";
import { countNames, findMixtures, type ModelRows, startModel, toModelObservations } from "./model-rows.js";
import { type ObserveOptions, observeRow } from "./observe-row.js";

export interface CollectorOptions extends ObserveOptions {
  /** The column whose value names a row's cluster; the instruction when absent. */
  readonly clusterColumn?: string | undefined;
  /** The column whose value names the group that a row is averaged in; none when absent. */
  readonly groupColumns?: readonly string[] | undefined;
  /** Whether a calibration at hand knows the instruction with this text hash; some of those that it does not are kept. */
  readonly isKnown?: ((textId: string) => boolean) | undefined;
  /** How the verdicts on a pair in both orders become one; their average when absent. */
  readonly combine?: CombinationRule | undefined;
}

/** In UTF-16 units; longer ones would cost memory and tell no more. */
const longestUnknownText = 20_000;

export class ObservationCollector {
  readonly problems = new ProblemList();
  /** Instructions, clusters and groups. */
  readonly names = new TextTable();
  readonly #options: CollectorOptions;
  readonly #models: ModelRows[] = [];
  readonly #modelsByName = new Map<string, ModelRows>();
  // Of each pair: the model, the position among its observations, and how its first line was asked for.
  readonly #modelOf = growingIntegers();
  readonly #positions = growingIntegers();
  readonly #askingOf = growingIntegers();
  readonly #askings: WayOfAsking[] = [];
  /** Of pairs, the first judgement's verdict in the judge's own word, where the rule asks for it. */
  readonly #rawLabels = new Map<number, string>();
  /** Later judgements of the pairs that have several. */
  readonly #further = new Map<number, JudgementLine[]>();

  /** By pair, what a strong judge said of those that were drawn, by the order in which it saw them. */
  readonly #samples = new Map<
    number,
    { readonly chance: number; readonly byOrder: Map<string | null, number | null> }
  >();

  constructor(options: CollectorOptions = {}) {
    this.#options = options;
  }

  /** Takes one judgement; what is wrong with it goes to `problems`. */
  add(judged: JudgedRow): void {
    const { row, pair, asking, kind, ofModel } = judged;
    const model = this.#findModel(judged.generator);
    if (row.chance !== null) {
      this.#addToSample(model, judged);
      return;
    }
    countNames(model, row);
    const observation = this.#observe(judged);
    this.#keepUnknownText(model, judged);
    if (kind !== "first") {
      this.#addToPair(pair, { observation, asking, rawLabel: row.rawLabel });
      return;
    }
    this.#modelOf.push(this.#models.indexOf(model));
    this.#positions.push(model.observations.length);
    this.#askingOf.push(this.#numberOf(asking));
    model.observations.push(observation);
    this.#keepRawLabel(pair, row.rawLabel);
    if (row.order === null && observation.order) model.assumedOrders++;
    if (ofModel !== null && row.model.output) model.outputs.push(ofModel);
  }

  /** A strong judge's verdict on a pair that the cheap one has judged. */
  #addToSample(model: ModelRows, { row, pair, kind }: JudgedRow): void {
    if (kind === "first") {
      const { file, row: at } = row.located;
      this.problems.add({
        file,
        row: at,
        field: "escalation",
        message: "is a strong judge's verdict on a pair that no line before it is of",
      });
      return;
    }
    model.hasSample = true;
    model.strongJudges.add(row);
    const known = this.#samples.get(pair) ?? { chance: row.chance!, byOrder: new Map() };
    known.byOrder.set(row.order, row.preference);
    this.#samples.set(pair, known);
  }

  #addSamples(): void {
    for (const [pair, { chance, byOrder }] of this.#samples) {
      const given = [...byOrder.values()].filter((preference) => preference !== null);
      const preference = given.length === 0 ? null : given.reduce((sum, y) => sum + y, 0) / given.length;
      const observation = this.#rowsOf(pair).at(this.#positions.at(pair));
      this.#replaceObservation(pair, { ...observation, strong: { preference, chance } });
    }
  }

  /** Models whose rows name several baselines have no one rate. */
  readonly findProblems = (): InputProblem[] => this.#models.flatMap(findMixtures);

  /** The observations by model, in the order in which models were first met. */
  finish(): ModelObservations[] {
    this.#combinePairs();
    this.#addSamples();
    for (const { observations } of this.#models)
      for (const [at, possible] of findPossible(observations))
        observations.replace(at, { ...observations.at(at), possible });
    return this.#models.map(toModelObservations);
  }

  #findModel(generator: string): ModelRows {
    let model = this.#modelsByName.get(generator);
    if (!model) {
      model = startModel(generator, this.names);
      this.#models.push(model);
      this.#modelsByName.set(generator, model);
    }
    return model;
  }

  #observe({ row, item, textId }: JudgedRow): Observation {
    const { clusterColumn, groupColumns = [] } = this.#options;
    // samples of one model are items of their own, which depend on one another
    const alone = row.located.value.sample === undefined ? item : (textId ?? item);
    const cluster = clusterColumn === undefined ? alone : this.#readName(row, clusterColumn);
    const group =
      groupColumns.length === 0
        ? undefined
        : joinLevels(groupColumns.map((column) => this.#readName(row, column)));
    const names = { instructionId: item, textId: textId ?? undefined, cluster, group };
    return observeRow(row, names, this.#options);
  }

  #keepUnknownText({ unknownTexts }: ModelRows, { row: { instruction }, textId }: JudgedRow): void {
    const { isKnown } = this.#options;
    if (!isKnown || instruction === null || textId === null || unknownTexts.size === mostUnknownTexts) return;
    if (!isKnown(textId) && instruction.length <= longestUnknownText) unknownTexts.add(instruction);
  }

  /** Equal ones are one object, and there are few. */
  #numberOf(asking: WayOfAsking): number {
    const known = this.#askings.lastIndexOf(asking);
    return known >= 0 ? known : this.#askings.push(asking) - 1;
  }

  #rowsOf(pair: number) {
    return this.#models[this.#modelOf.at(pair)]!.observations;
  }

  #replaceObservation(pair: number, observation: Observation): void {
    this.#rowsOf(pair).replace(this.#positions.at(pair), observation);
  }

  #keepRawLabel(pair: number, rawLabel: string | null): void {
    if (rawLabel !== null && this.#options.combine === "same-label-is-tie")
      this.#rawLabels.set(pair, rawLabel);
  }

  #firstLineOf(pair: number): JudgementLine {
    return {
      observation: this.#rowsOf(pair).at(this.#positions.at(pair)),
      asking: this.#askings[this.#askingOf.at(pair)]!,
      rawLabel: this.#rawLabels.get(pair) ?? null,
    };
  }

  #combinePairs(): void {
    const rule = this.#options.combine ?? "average";
    const alone = this.#askings.map(standsAlone);
    for (let pair = 0; pair < this.#positions.length; pair++) {
      const further = this.#further.get(pair);
      if (!further && alone[this.#askingOf.at(pair)]) continue;
      const lines = [this.#firstLineOf(pair), ...(further ?? [])];
      this.#replaceObservation(pair, combineJudgements(lines, rule));
    }
  }

  /** Another judgement of a known pair: asked in another way, or the answer to a question that had none. */
  #addToPair(pair: number, line: JudgementLine): void {
    if (this.#askings[this.#askingOf.at(pair)] === line.asking) {
      this.#replaceObservation(pair, line.observation);
      this.#keepRawLabel(pair, line.rawLabel);
      return;
    }
    const further = this.#further.get(pair) ?? [];
    const earlier = further.findIndex(({ asking }) => asking === line.asking);
    further[earlier < 0 ? further.length : earlier] = line;
    this.#further.set(pair, further);
  }

  #readName({ located }: AnnotationRow, column: string): string {
    const value = located.value[column];
    if ((typeof value === "string" && value !== "") || typeof value === "number") return String(value);
    const message = `is ${column in located.value ? quoteValue(value) : "nothing"}; expected a name`;
    this.problems.add({ file: located.file, row: located.row, field: column, message });
    return "";
  }
}
