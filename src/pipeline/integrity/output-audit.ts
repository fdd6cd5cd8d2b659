// Annotation rows → what in the outputs could steer a judge, or says that a model does not answer: by kind, how many
// pairs, and the win rate with and without them.
import { hashText } from "../../core/text-hash.js";
import type { AnnotationRow } from "../../io/wire/annotation-row.js";
import { plainForm } from "../../judge/outputs/plain-form.js";
import { createFindSigns, type TextSign, textSigns } from "../../judge/outputs/text-signs.js";
import { constantOutput, type IntegrityFinding } from "../../report/integrity-section.js";

/** Of the pairs of a model: beyond it outputs that are one, or nearly one, are named. */
const manyPairs = 0.1;
const farLonger = 20;
const extremeShare = 0.2;
const nearChars = 80;
const fewChars = 20;

interface Tally {
  pairs: number;
  judged: number;
  sum: number;
}

interface ModelAudit {
  readonly all: Tally;
  readonly byWhat: Map<string, Tally>;
  /** Near-constant outputs, by the hash of how they begin and end. */
  readonly byLikeness: Map<number, Tally>;
  readonly outputs: Set<number>;
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

const isMany = (pairs: number, allPairs: number, share: number) => pairs > Math.max(2, share * allPairs);

/** How many outputs of a model begin and end like one of them; 0 where that is a small part of them. */
export function countConstant(outputs: readonly string[]): number {
  const counts = new Map<number, number>();
  for (const output of outputs) {
    const likeness = likenessOf(output);
    if (likeness !== null) counts.set(likeness, (counts.get(likeness) ?? 0) + 1);
  }
  const most = Math.max(0, ...counts.values());
  return isMany(most, outputs.length, manyPairs) ? most : 0;
}

export class OutputAudit {
  readonly #models = new Map<string, ModelAudit>();
  readonly #findSigns = createFindSigns();
  /** The baseline's answers come again with every model. */
  readonly #signsOfBaseline = new Map<number, readonly TextSign[]>();

  /** @param generator whose answer it is */
  see(row: AnnotationRow, generator: string): void {
    const { preference } = row;
    const [baselineOutput, modelOutput] = [row.baseline.output, row.model.output];
    let model = this.#models.get(generator);
    if (!model) {
      model = { all: newTally(), byWhat: new Map(), byLikeness: new Map(), outputs: new Set() };
      this.#models.set(generator, model);
    }
    count(model.all, preference);
    for (const what of this.#examine(baselineOutput, modelOutput)) countIn(model.byWhat, what, preference);
    if (modelOutput === null) return;
    if (modelOutput.length > 0) model.outputs.add(hashText(modelOutput));
    const likeness = likenessOf(modelOutput);
    if (likeness !== null) countIn(model.byLikeness, likeness, preference);
  }

  /** By model and kind; the most frequent first. */
  findings(): IntegrityFinding[] {
    const found = [...this.#models].flatMap(([generator, model]) => {
      const isCommon = ({ pairs }: Tally, share: number) => isMany(pairs, model.all.pairs, share);
      const constant = [...model.byLikeness.values()].sort((a, b) => b.pairs - a.pairs)[0];
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

  #examine(baseline: string | null, model: string | null): string[] {
    const found: string[] = [];
    if (baseline !== null)
      for (const sign of this.#signsIn(baseline)) found.push(`${textSigns[sign]} in the baseline's outputs`);
    if (model === null) return found;
    for (const { sign } of this.#findSigns(model)) found.push(textSigns[sign]);
    if (baseline === null) return found;
    if (farLonger * model.length < baseline.length)
      found.push(`length below 1/${farLonger} of the baseline's`);
    if (model.length > farLonger * Math.max(baseline.length, 1))
      found.push(`length above ${farLonger} times the baseline's`);
    return found;
  }

  #signsIn(text: string): readonly TextSign[] {
    const key = hashText(text);
    const known = this.#signsOfBaseline.get(key);
    const signs = known ?? this.#findSigns(text).map(({ sign }) => sign);
    if (!known) this.#signsOfBaseline.set(key, signs);
    return signs;
  }

  /** Two models whose outputs are the same in nine of ten pairs are one. */
  #sameOutputs(): IntegrityFinding[] {
    const models = [...this.#models];
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

function countIn<Key>(tallies: Map<Key, Tally>, key: Key, preference: number | null): void {
  const tally = tallies.get(key) ?? newTally();
  tallies.set(key, tally);
  count(tally, preference);
}

/**
 * Outputs that begin and end alike but for digits, blanks and case, and are about as long, have one number. An answer of a
 * word may be right many times: null.
 */
function likenessOf(output: string): number | null {
  const ends = [output.slice(0, 2 * nearChars), output.slice(-2 * nearChars)];
  const [start, end] = ends.map((part) =>
    plainForm(part)
      .toLowerCase()
      .replace(/[\d\s]+/g, ""),
  );
  if (start!.length < fewChars) return null;
  const tenths = Math.round(10 * Math.log(output.length));
  return hashText(`${tenths} ${start!.slice(0, nearChars)} ${end!.slice(-nearChars)}`);
}
