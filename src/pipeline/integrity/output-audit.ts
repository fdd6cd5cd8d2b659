// Annotation rows → what in the outputs could steer a judge, or says that a model does not answer: by kind, how many
// pairs, and the win rate with and without them.
import { type GrowingArray, growingIntegers } from "../../core/growing-array.js";
import { createFindSigns, type TextSign, textSigns } from "../../judge/outputs/text-signs.js";
import { mean } from "../../numerics/moments.js";
import { constantOutput, type IntegrityFinding } from "../../report/integrity-section.js";
import type { JudgedRow } from "../annotation-files/read-annotation-files.js";
import { isMany, LikenessCount, manyPairs } from "./likeness.js";

const farLonger = 20;
/** Of the baseline's outputs, how many are looked at once only. */
const mostKept = 20_000;
const extremeShare = 0.2;

interface ModelAudit {
  /** How many were seen: they are numbered in that order. */
  pairs: number;
  readonly byWhat: Map<string, Set<number>>;
  readonly likeness: LikenessCount;
  /** Hashes. */
  readonly outputs: GrowingArray<Int32Array>;
}

/** By model, the preference of each of its pairs in the order in which they were seen; NaN without a verdict. */
export type PreferencesOf = (generator: string) => ArrayLike<number>;

/** Mean preference of the pairs that have one and are not left out. */
function rateOf(preferences: ArrayLike<number>, left?: ReadonlySet<number>): number | null {
  const given = Array.from(preferences).filter((y, pair) => !Number.isNaN(y) && !left?.has(pair));
  return given.length === 0 ? null : mean(given);
}

/** A row, who answered, and the hashes of both answers. */
type AuditedRow = Pick<JudgedRow, "row" | "generator" | "ofModel" | "ofBaseline">;

export class OutputAudit {
  readonly #models = new Map<string, ModelAudit>();
  readonly #findSigns = createFindSigns();
  /** The baseline's answers come again with every model. */
  readonly #signsOfBaseline = new Map<number, readonly TextSign[]>();

  /** The first judgement of a pair. */
  see({ row, generator, ofModel, ofBaseline }: AuditedRow): void {
    const [baselineOutput, modelOutput] = [row.baseline.output, row.model.output];
    let model = this.#models.get(generator);
    if (!model) {
      model = { pairs: 0, byWhat: new Map(), likeness: new LikenessCount(), outputs: growingIntegers() };
      this.#models.set(generator, model);
    }
    const pair = model.pairs++;
    const { byWhat } = model;
    const find = (what: string) => void byWhat.set(what, (byWhat.get(what) ?? new Set()).add(pair));
    for (const sign of this.#signsOf(baselineOutput, ofBaseline))
      find(`${textSigns[sign]} in the baseline's outputs`);
    if (modelOutput === null) return;
    for (const { sign } of this.#findSigns(modelOutput)) find(textSigns[sign]);
    const far = baselineOutput === null ? null : describeFar(modelOutput.length, baselineOutput.length);
    if (far !== null) find(far);
    if (modelOutput.length > 0) model.outputs.push(ofModel!);
    model.likeness.see(modelOutput, pair);
  }

  /** By model and kind; the most frequent first. */
  findings(preferencesOf: PreferencesOf): IntegrityFinding[] {
    const found = [...this.#models].flatMap(([generator, model]) => {
      const isCommon = (pairs: number, share: number) => isMany(pairs, model.pairs, share);
      const constant = new Set(model.likeness.largest());
      const whats = [...model.byWhat].filter(
        ([what, { size }]) => !what.startsWith("length") || isCommon(size, extremeShare),
      );
      if (isCommon(constant.size, manyPairs)) whats.unshift([constantOutput, constant]);
      const preferences = preferencesOf(generator);
      return whats.map(([what, pairs]) => ({
        ...{ generator, what, pairs: pairs.size, allPairs: model.pairs },
        rate: rateOf(preferences),
        rateWithout: rateOf(preferences, pairs),
      }));
    });
    return [...found, ...this.#sameOutputs(preferencesOf)];
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
  #sameOutputs(preferencesOf: PreferencesOf): IntegrityFinding[] {
    if (this.#models.size < 2) return [];
    const models = [...this.#models].map(
      ([generator, { pairs, outputs }]) =>
        [generator, { allPairs: pairs, outputs: new Set(outputs.values) }] as const,
    );
    return models.flatMap(([generator, { allPairs, outputs }], i) =>
      models.slice(i + 1).flatMap(([other, { outputs: others }]) => {
        if (outputs.size < 3 || others.size < 3) return [];
        const pairs = [...outputs].filter((output) => others.has(output)).length;
        if (pairs < 0.9 * Math.max(outputs.size, others.size)) return [];
        const what = `the same outputs as ${other}`;
        const rate = rateOf(preferencesOf(generator));
        return [{ generator, what, pairs, allPairs, rate, rateWithout: null }];
      }),
    );
  }
}

function describeFar(model: number, baseline: number): string | null {
  if (farLonger * model < baseline) return `length below 1/${farLonger} of the baseline's`;
  return model > farLonger * Math.max(baseline, 1) ? `length above ${farLonger} times the baseline's` : null;
}
