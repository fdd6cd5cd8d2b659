// Annotation rows → what in the outputs could steer a judge, or says that a model does not answer: by kind, how many
// pairs, and the win rate with and without them.
import { type GrowingArray, growingIntegers } from "../../core/growing-array.js";
import { createFindSigns, type TextSign, textSigns } from "../../judge/outputs/text-signs.js";
import { constantOutput, type IntegrityFinding } from "../../report/integrity-section.js";
import type { JudgedRow } from "../annotation-files/read-annotation-files.js";
import { isMany, LikenessCount, manyPairs } from "./likeness.js";

const farLonger = 20;
/** Of the baseline's outputs, how many are looked at once only. */
const mostKept = 20_000;
const extremeShare = 0.2;

interface Tally {
  pairs: number;
  judged: number;
  sum: number;
}

interface ModelAudit {
  readonly all: Tally;
  readonly byWhat: Map<string, Tally>;
  readonly likeness: LikenessCount;
  /** Hashes. */
  readonly outputs: GrowingArray<Int32Array>;
}

const newTally = (): Tally => ({ pairs: 0, judged: 0, sum: 0 });

function count(tally: Tally, preference: number | null): void {
  tally.pairs++;
  if (preference === null) return;
  tally.judged++;
  tally.sum += preference;
}

const rateOf = ({ judged, sum }: Tally): number | null => (judged === 0 ? null : sum / judged);

const minus = (all: Tally, part: Tally): Tally => ({
  pairs: all.pairs - part.pairs,
  judged: all.judged - part.judged,
  sum: all.sum - part.sum,
});

/** A row, who answered, and the hashes of both answers. */
type AuditedRow = Pick<JudgedRow, "row" | "generator" | "ofModel" | "ofBaseline">;

export class OutputAudit {
  readonly #models = new Map<string, ModelAudit>();
  readonly #findSigns = createFindSigns();
  /** The baseline's answers come again with every model. */
  readonly #signsOfBaseline = new Map<number, readonly TextSign[]>();

  see({ row, generator, ofModel, ofBaseline }: AuditedRow): void {
    const { preference } = row;
    const [baselineOutput, modelOutput] = [row.baseline.output, row.model.output];
    let model = this.#models.get(generator);
    if (!model) {
      model = {
        all: newTally(),
        byWhat: new Map(),
        likeness: new LikenessCount(),
        outputs: growingIntegers(),
      };
      this.#models.set(generator, model);
    }
    count(model.all, preference);
    for (const sign of this.#signsOf(baselineOutput, ofBaseline))
      countIn(model.byWhat, `${textSigns[sign]} in the baseline's outputs`, preference);
    if (modelOutput === null) return;
    for (const { sign } of this.#findSigns(modelOutput)) countIn(model.byWhat, textSigns[sign], preference);
    const far = baselineOutput === null ? null : describeFar(modelOutput.length, baselineOutput.length);
    if (far !== null) countIn(model.byWhat, far, preference);
    if (modelOutput.length > 0) model.outputs.push(ofModel!);
    model.likeness.see(modelOutput, preference);
  }

  /** By model and kind; the most frequent first. */
  findings(): IntegrityFinding[] {
    const found = [...this.#models].flatMap(([generator, model]) => {
      const isCommon = ({ pairs }: Tally, share: number) => isMany(pairs, model.all.pairs, share);
      const constant = model.likeness.largest();
      const whats = [...model.byWhat].filter(
        ([what, tally]) => !what.startsWith("length") || isCommon(tally, extremeShare),
      );
      if (constant && isCommon(constant, manyPairs)) whats.unshift([constantOutput, constant]);
      return whats.map(([what, tally]) => ({
        generator,
        what,
        pairs: tally.pairs,
        allPairs: model.all.pairs,
        rate: rateOf(model.all),
        rateWithout: rateOf(minus(model.all, tally)),
      }));
    });
    return [...found, ...this.#sameOutputs()];
  }

  /** Of a baseline's answer, by its hash. */
  #signsOf(text: string | null, key: number | null): readonly TextSign[] {
    if (text === null) return [];
    const known = this.#signsOfBaseline.get(key!);
    const signs = known ?? this.#findSigns(text).map(({ sign }) => sign);
    if (!known && this.#signsOfBaseline.size < mostKept) this.#signsOfBaseline.set(key!, signs);
    return signs;
  }

  /** Two models whose outputs are the same in nine of ten pairs are one. */
  #sameOutputs(): IntegrityFinding[] {
    if (this.#models.size < 2) return [];
    const models = [...this.#models].map(
      ([generator, { all, outputs }]) => [generator, { all, outputs: new Set(outputs.values) }] as const,
    );
    return models.flatMap(([generator, { all, outputs }], i) =>
      models.slice(i + 1).flatMap(([other, { outputs: others }]) => {
        if (outputs.size < 3 || others.size < 3) return [];
        const pairs = [...outputs].filter((output) => others.has(output)).length;
        if (pairs < 0.9 * Math.max(outputs.size, others.size)) return [];
        const what = `the same outputs as ${other}`;
        return [{ generator, what, pairs, allPairs: all.pairs, rate: rateOf(all), rateWithout: null }];
      }),
    );
  }
}

function describeFar(model: number, baseline: number): string | null {
  if (farLonger * model < baseline) return `length below 1/${farLonger} of the baseline's`;
  return model > farLonger * Math.max(baseline, 1) ? `length above ${farLonger} times the baseline's` : null;
}

function countIn<Key>(tallies: Map<Key, Tally>, key: Key, preference: number | null): void {
  const tally = tallies.get(key) ?? newTally();
  tallies.set(key, tally);
  count(tally, preference);
}
