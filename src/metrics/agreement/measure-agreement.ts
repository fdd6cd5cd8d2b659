// Items labelled by a judge and by humans → how far the judge agrees with them, the human ceiling beside it, each
// figure with an interval from a bootstrap over clusters (items): all rows of an item are drawn or left out together.
import { type Clusters, clusterBy } from "../../numerics/clusters.js";
import type { BootstrapEstimate, BootstrapSettings } from "../rates/bootstrap.js";
import { bootstrapFigures } from "../rates/bootstrap-figures.js";
import type { Measure } from "../rates/measure.js";
import { type ReliabilityBin, tabulateReliability } from "./calibration-table.js";
import { compareWithGold, type GoldComparison, type GoldComparisonOptions } from "./compare-with-gold.js";
import type { UnparsableRule } from "./confusion-matrix.js";
import {
  type GoldRows,
  type GoldRule,
  type LabelledItem,
  majorityLabel,
  preferencesOf,
  rowsAgainstGold,
  rowsOfHumansAgainstOthers,
} from "./gold-labels.js";
import { countLabels, krippendorffAlpha } from "./krippendorff-alpha.js";
import type { LabelCount, LabelSets } from "./label-sets.js";
import { agreementWithMode, meanAgreement } from "./mode-agreement.js";
import { prepareProbabilityFigures } from "./probability-figures.js";
import { countVotePairs, shareAgreeing } from "./vote-agreement.js";

export interface AgreementAnalysis extends BootstrapSettings {
  readonly gold: GoldRule;
  readonly unparsable: UnparsableRule;
  readonly agreement: Agreement;
  /** The scale that the values were read on because of their fractions; null where it was stated or not needed. */
  readonly inferredScale: string | null;
  /** Judgements without a human's label, and labelled items without a judgement. */
  readonly unmatched: { readonly judgements: number; readonly humans: number };
  readonly labelSets: LabelSets;
  /** What the judge wrote where no label could be read. */
  readonly unread: readonly LabelCount[];
  /** Means of what the judgements record; null where they record nothing. */
  readonly costs: { readonly pricePer1000Usd: number | null; readonly secondsPer1000: number | null };
}

export interface AgreementOptions extends GoldComparisonOptions {
  readonly gold: GoldRule;
  /** What labels mean as preferences; null where they are no preferences, and the soft figures do not exist. */
  readonly preferenceByLabel: ReadonlyMap<string, number> | null;
}

export interface PreferenceItem extends LabelledItem {
  /** The judge's P(model beats baseline) in [0, 1], where it states one; else the label's stands in. */
  readonly preference?: number | null;
}

export interface Agreement {
  readonly items: number;
  readonly judge: GoldComparison;
  /** Each human against the majority of the others, and the judge against the same gold; null for fewer than two humans. */
  readonly ceiling: { readonly humans: GoldComparison; readonly judge: GoldComparison } | null;
  /** Alpha among the humans, alpha with the judge as one more annotator; and the soft figures where they exist. */
  readonly estimates: Readonly<Record<string, BootstrapEstimate>>;
  /** Stated probabilities against the humans' majority; null where labels are no preferences. */
  readonly reliability: { readonly bins: readonly ReliabilityBin[]; readonly goldTies: number } | null;
}

export function measureAgreement(items: readonly PreferenceItem[], options: AgreementOptions): Agreement {
  const clusters = clusterBy(items, ({ cluster }) => cluster);
  const hasSeveralHumans = items.some(({ humans }) => humans.filter((label) => label !== null).length > 1);
  const against = (gold: GoldRows) => compareWithGold(gold, options);
  return {
    items: clusters.count,
    judge: against(rowsAgainstGold(items, options.gold, options.preferenceByLabel)),
    ceiling: hasSeveralHumans
      ? {
          humans: against(rowsOfHumansAgainstOthers(items)),
          judge: against(rowsAgainstGold(items, "leave-one-out")),
        }
      : null,
    estimates: estimateItemFigures(items, clusters, options),
    reliability: tabulate(items, options),
  };
}

function estimateItemFigures(
  items: readonly PreferenceItem[],
  clusters: Clusters,
  options: AgreementOptions,
): Readonly<Record<string, BootstrapEstimate>> {
  const humans = countLabels(items.map((item) => item.humans));
  const everybody = countLabels(items.map((item) => [item.judge, ...item.humans]));
  const soft = prepareSoftFigures(items, options);
  const hasTies = options.preferenceByLabel?.has(options.tieLabel) ?? false;
  const votes = countVotePairs(items, hasTies ? options.tieLabel : null);
  return bootstrapFigures(
    clusters,
    (weights) => {
      const weightOf = (item: number) => weights[clusters.codes[item]!]!;
      return {
        krippendorff_alpha_humans: krippendorffAlpha(humans, weightOf).value,
        krippendorff_alpha_with_judge: krippendorffAlpha(everybody, weightOf).value,
        ...soft?.(weightOf),
        ...Object.fromEntries(
          Object.entries(votes).map(([name, counts]) => [name, shareAgreeing(counts, weightOf).value]),
        ),
      };
    },
    options,
  );
}

type WeightOf = (item: number) => number;

/** Agreement with the mode, AUC and Brier score as functions of the items' weights. */
function prepareSoftFigures(items: readonly PreferenceItem[], options: AgreementOptions) {
  const { preferenceByLabel: meaning } = options;
  if (meaning === null) return null;
  const agreements = items.map((item) =>
    agreementWithMode(statedPreference(item, meaning), preferencesOf(item, meaning)),
  );
  const ofHumans = items.flatMap((item, i) => {
    const preferences = preferencesOf(item, meaning);
    return preferences.map((own, h) => ({ i, value: agreementWithMode(own, preferences.toSpliced(h, 1)) }));
  });
  const { rows, probabilities, outcomes } = decisiveRows(items, meaning);
  const ofProbabilities = prepareProbabilityFigures(probabilities, outcomes, rows);
  return (weightOf: WeightOf): Record<string, Measure["value"]> => {
    const { auc, brier } = ofProbabilities(Float64Array.from(items, (_, i) => weightOf(i)));
    return {
      agreement_with_mode: meanAgreement(agreements, weightOf).value,
      agreement_with_mode_humans: meanAgreement(
        ofHumans.map(({ value }) => value),
        (row) => weightOf(ofHumans[row]!.i),
      ).value,
      auc,
      brier,
    };
  };
}

const statedPreference = ({ preference, judge }: PreferenceItem, meaning: ReadonlyMap<string, number>) =>
  preference ?? (judge === null ? null : (meaning.get(judge) ?? null));

/** Items whose judge states a preference and whose humans' majority is decided: a gold tie is neither outcome. */
function decisiveRows(items: readonly PreferenceItem[], meaning: ReadonlyMap<string, number>) {
  const rows: number[] = [];
  const probabilities: number[] = [];
  const outcomes: number[] = [];
  let goldTies = 0;
  items.forEach((item, i) => {
    const preference = statedPreference(item, meaning);
    const majority = majorityLabel(item.humans);
    const gold = majority === null ? undefined : meaning.get(majority);
    if (gold === 0.5) goldTies++;
    if (preference === null || gold === undefined || gold === 0.5) return;
    rows.push(i);
    probabilities.push(preference);
    outcomes.push(gold);
  });
  return { rows, probabilities, outcomes, goldTies };
}

function tabulate(items: readonly PreferenceItem[], { preferenceByLabel, level }: AgreementOptions) {
  if (preferenceByLabel === null) return null;
  const { probabilities, outcomes, goldTies } = decisiveRows(items, preferenceByLabel);
  return { bins: tabulateReliability(probabilities, outcomes, { level }), goldTies };
}
