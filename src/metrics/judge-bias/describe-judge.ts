// All judgements of one judge → everything that can be said of it without humans.
import { type ClusteredShare, clusteredShare } from "../rates/clustered-mean.js";
import { countMarks } from "./count-marks.js";
import { fitJudgeBias, type JudgeBiasFit } from "./fit-judge-bias.js";
import type { Judgement } from "./judgement.js";
import { modelFamily } from "./model-family.js";
import { measurePositionBias, type PositionBias } from "./position-bias.js";
import { countBinEdges, lengthBinEdges, preferenceForMore, type SizeBin } from "./preference-for-more.js";
import { measureRepeatVariance, type RepeatVariance } from "./repeat-variance.js";
import { runTrivialJudges, type TrivialJudge } from "./trivial-judges.js";

export interface RecordedCosts {
  /** Rows that record a price, and their mean in US dollars; null without such rows. */
  readonly priced: number;
  readonly meanPriceUsd: number | null;
  readonly timed: number;
  readonly meanSeconds: number | null;
}

export interface JudgeAnalysis {
  readonly annotators: readonly string[];
  /** Where orders that the files do not record come from. */
  readonly order: "recorded" | "reference";
  readonly level: number;
  readonly description: JudgeBiases;
  readonly costs: RecordedCosts;
}

export interface JudgeBiases {
  readonly rows: number;
  readonly judged: number;
  /** Rows without a verdict, by reason. */
  readonly unjudged: Readonly<Record<string, number>>;
  readonly models: number;
  readonly clusters: number;
  readonly preference: ClusteredShare;
  /** Share of verdicts that are exact ties. */
  readonly ties: ClusteredShare;
  /** Of the judged rows: with log-probabilities, without, and those of which the file does not say. */
  readonly logprobs: { readonly present: number; readonly missing: number; readonly unknown: number };
  readonly position: PositionBias;
  /** Whole range first, then by size of the difference; null where the file has no lengths. */
  readonly length: readonly SizeBin[] | null;
  /** By kind of mark (list items, headings, bold): whole range first; kinds that never differ are left out. */
  readonly marks: Readonly<Record<string, readonly SizeBin[]>>;
  readonly fit: JudgeBiasFit | null;
  readonly repeats: RepeatVariance | null;
  readonly trivialJudges: readonly TrivialJudge[];
  /** Models of the judge's own family by name, with their mean preference; and the others'. */
  readonly kin: {
    readonly family: string | null;
    readonly models: readonly string[];
    readonly own: ClusteredShare;
    readonly others: ClusteredShare;
  };
}

export function measureBiases(judgements: readonly Judgement[], level: number): JudgeBiases {
  const judged = judgements.filter(({ preference }) => preference !== null);
  const values = (rows: readonly Judgement[]) =>
    rows.map(({ preference, cluster }) => ({ value: preference!, cluster }));
  const isTie = judged.map(({ preference, cluster }) => ({ value: Number(preference === 0.5), cluster }));
  const family = modelFamily(judgements.find(({ judgeModel }) => judgeModel !== null)?.judgeModel ?? "");
  const isKin = ({ generator }: Judgement) => family !== null && modelFamily(generator) === family;
  const kin = judged.filter(isKin);
  const length = preferenceForMore(judgements, "length", lengthBinEdges, level);
  return {
    rows: judgements.length,
    judged: judged.length,
    unjudged: countReasons(judgements),
    models: new Set(judgements.map(({ generator }) => generator)).size,
    clusters: new Set(judgements.map(({ cluster }) => cluster)).size,
    preference: clusteredShare(values(judged), level),
    ties: clusteredShare(isTie, level),
    logprobs: countLogprobs(judged),
    position: measurePositionBias(judgements, level),
    length: length[0]!.preference.rows > 0 ? length : null,
    marks: describeMarks(judgements, level),
    fit: fitJudgeBias(judgements, level),
    repeats: measureRepeatVariance(judgements, level),
    trivialJudges: runTrivialJudges(judgements, level),
    kin: {
      family,
      models: [...new Set(kin.map(({ generator }) => generator))],
      own: clusteredShare(values(kin), level),
      others: clusteredShare(values(judged.filter((row) => !isKin(row))), level),
    },
  };
}

function countReasons(judgements: readonly Judgement[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { unjudgedReason } of judgements)
    if (unjudgedReason !== null) counts[unjudgedReason] = (counts[unjudgedReason] ?? 0) + 1;
  return counts;
}

function countLogprobs(judged: readonly Judgement[]): JudgeBiases["logprobs"] {
  const count = (value: boolean | null) => judged.filter(({ hasLogprobs }) => hasLogprobs === value).length;
  return { present: count(true), missing: count(false), unknown: count(null) };
}

function describeMarks(judgements: readonly Judgement[], level: number): Record<string, SizeBin[]> {
  const kinds = Object.keys(countMarks(""));
  return Object.fromEntries(
    kinds
      .map((kind) => [kind, preferenceForMore(judgements, kind, countBinEdges, level)] as const)
      .filter(([, bins]) => bins[0]!.preference.rows > 0),
  );
}
