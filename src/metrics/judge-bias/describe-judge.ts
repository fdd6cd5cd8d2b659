// All judgements of one judge → everything that can be said of it without humans.
import { type ClusteredShare, clusteredShare } from "../rates/clustered-mean.js";
import { countMarks } from "./count-marks.js";
import { fitJudgeBias, type JudgeBiasFit } from "./fit-judge-bias.js";
import type { Judgement } from "./judgement.js";
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

// A model's (or judge's) name → its family, to flag a judge that may be judging its own kin. Judges favour their own
// outputs (Panickssery, Bowman & Feng, LLM Evaluators Recognize and Favor Their Own Generations, 2024). By name only: the
// first family below that the name mentions, so a model tuned from another's base may count as that other's kin.
const families: readonly { readonly name: string; readonly pattern: RegExp }[] = [
  {
    name: "OpenAI",
    pattern: /(^|[^a-z])((chat)?gpt(?!-?(4all|j|neo))|text[-_]davinci|o[134]([-_]|$)|openai)/,
  },
  { name: "Anthropic", pattern: /(^|[^a-z])(claude|anthropic)/ },
  { name: "Google", pattern: /(^|[^a-z])(gemini|gemma|palm|bard|google)/ },
  { name: "Mistral", pattern: /(^|[^a-z])(mistral|mixtral|ministral|codestral)/ },
  { name: "Qwen", pattern: /(^|[^a-z])(qwen|qwq)/ },
  { name: "DeepSeek", pattern: /(^|[^a-z])deepseek/ },
  { name: "Cohere", pattern: /(^|[^a-z])(cohere|command-r|aya)/ },
  { name: "Microsoft", pattern: /(^|[^a-z])(microsoft|phi[-_]?\d)/ },
  { name: "xAI", pattern: /(^|[^a-z])grok/ },
  { name: "Yi", pattern: /(^|[^a-z])yi[-_]\d/ },
  { name: "Meta", pattern: /(^|[^a-z])(code)?llama/ },
];

/**
 * The family that a name tells; null for an unknown one.
 *
 * @example modelFamily("gpt4_1106_preview") // "OpenAI"
 */
export function modelFamily(name: string): string | null {
  const lower = name.toLowerCase();
  return families.find(({ pattern }) => pattern.test(lower))?.name ?? null;
}
