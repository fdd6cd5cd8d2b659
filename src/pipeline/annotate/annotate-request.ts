import { UsageError } from "../../core/errors.js";
import type { SamplePolicy } from "../../io/layouts/expand-item.js";
import type { ItemColumns } from "../../io/layouts/item-columns.js";
import type { JudgeFunction } from "../../judge/judge-function.js";
import type { OrderPolicy } from "../../pairs/order-of-presentation.js";
import { type AskingRequest, askingOptions } from "../asking/asking-request.js";
import { readSampling, type SamplingOptions, samplingOptions } from "../asking/sampling-options.js";
import { resolveRequest } from "../options/check-request.js";
import { itemOptions } from "../options/item-options.js";
import {
  argument,
  defaultsOf,
  type OptionTable,
  option,
  type Resolved,
  toggle,
  under,
  withoutMembers,
} from "../options/option-table.js";
import {
  anyText,
  choice,
  given,
  numberBetween,
  orFunction,
  percentAsShare,
  repeatedTexts,
  wholeNumberBetween,
} from "../options/option-values.js";
import { itemFieldOption, judgeModelOption, outputOption, seedOption } from "../options/shared-options.js";
import { type StoppingRequest, stoppingOptions } from "./stopping/stopping-options.js";

/** What `annotate` is asked to do. */
export interface AnnotateRequest extends AskingRequest, SamplingOptions, StoppingRequest {
  /** Output files of the models to be judged, or globs. */
  readonly modelOutputs: readonly string[];
  /** The output file of the baseline; `none` for a judge that sees one answer, of the model's answers by themselves. */
  readonly baseline: string;
  /** A judge's name, the path of its folder, or a function; `verdict` when absent, where `judgeModel` is given. */
  readonly judge?: string | JudgeFunction | undefined;
  /** The annotation file: `.jsonl`, a journal. */
  readonly output: string;
  /** Another model than the judge's own. */
  readonly judgeModel?: string | undefined;
  /** The model's name, instead of the column or the file's name. */
  readonly name?: string | undefined;
  readonly idColumn?: string | undefined;
  /** What stands for instruction, output, generator, id, … in the models' files, and in the baseline's. */
  readonly outputColumns?: ItemColumns | undefined;
  readonly baselineColumns?: ItemColumns | undefined;
  /** The layout of all outputs files, by its name. */
  readonly layout?: string | undefined;
  /** Which of several answers in one row count. */
  readonly sample?: SamplePolicy | undefined;
  /** Columns that are part of what was asked, beside those that are known to be. */
  readonly itemField?: readonly string[] | undefined;
  readonly duplicates?: "error" | "first" | undefined;
  /** How many instructions may lack a counterpart, as a share in [0, 1]. */
  readonly maxUnmatched?: number | undefined;
  readonly order?: OrderPolicy | undefined;
  /** How often each question is asked. */
  readonly repeat?: number | undefined;
  /** The least share of the probability that a judge's labels must hold, in [0, 1]; the judge's own when absent. */
  readonly minLabelShare?: number | undefined;
  /** Share of verdicts to flip on purpose, in [0, 1]. */
  readonly labelNoise?: number | undefined;
  /** A stronger judge that is asked about a sample of what the judge has judged, and whose rates they then are. */
  readonly escalate?: string | undefined;
  /** Share of the pairs that it is asked about, in expectation; what the budget leaves it when absent. */
  readonly escalateShare?: number | undefined;
  readonly maxInstances?: number | undefined;
  readonly retryFailed?: boolean | undefined;
  /** Annotation files whose verdicts are taken over. */
  readonly reuse?: readonly string[] | undefined;
  /** How many tasks may end without a verdict, as a share in [0, 1]. */
  readonly maxUnjudged?: number | undefined;
  readonly seed?: number | undefined;
}

export const annotateOptions = {
  modelOutputs: argument("<model-outputs...>", "output files of the models, or globs"),
  ...under("Files and pairs:", "any", {
    baseline: option("<file>", "outputs of the baseline; none, for a judge that sees one answer", anyText(), {
      required: true,
    }),
  }),
  ...under("Files and pairs:", "inside", {
    judge: option(
      "<name|path>",
      "a judge that comes with lceval, or a folder (lceval's or alpaca_eval's); verdict where only --judge-model is given",
      orFunction<string, JudgeFunction>(anyText()),
      { required: { unless: "judgeModel" } },
    ),
  }),
  output: { ...outputOption, help: "where judgements are appended, a .jsonl file", required: true },
  judgeModel: judgeModelOption,
  ...askingOptions,
  ...under("Files and pairs:", "none", {
    name: option("<generator>", "the model's name (default: the generator column, else the file's name)"),
    idColumn: option("<name>", "match by this column instead of the instruction's text"),
    duplicates: option("<policy>", "repeated instructions", choice("error", "first"), { default: "error" }),
    maxUnmatched: option("<percent>", "instructions that may lack a counterpart", percentAsShare(0, 100), {
      default: 0,
    }),
    maxInstances: option(
      "<n>",
      "judge a sample of the instructions, the same for every model",
      wholeNumberBetween(1),
    ),
    reuse: option(
      "<annotations>",
      "take verdicts over from alpaca_eval's annotation files (repeatable)",
      repeatedTexts,
    ),
  }),
  ...itemOptions,
  ...under("Other files' names:", "none", {
    baselineColumns: option("<map>", "the same of the baseline's file", itemOptions.outputColumns.value),
    sample: option("<policy>", "which of several answers in one row count", choice("first", "each")),
  }),
  itemField: itemFieldOption,
  ...samplingOptions,
  ...under("Judging:", "none", {
    order: option(
      "<policy>",
      "which answer is shown first (default: the judge's)",
      choice("random", "both", "baseline-first", "model-first"),
    ),
    minLabelShare: option(
      "<x>",
      "no verdict where the labels hold less of the probability (default: the judge's)",
      numberBetween(0, 1),
    ),
    labelNoise: option("<p>", "flip this share of verdicts on purpose", numberBetween(0, 1)),
    escalateShare: option(
      "<x>",
      "share of the pairs that it is asked about (default: what --budget-usd leaves)",
      numberBetween(0.05, 1),
    ),
    maxUnjudged: option("<percent>", "exit 5 when more than this have no verdict", percentAsShare(0, 100), {
      default: 0.05,
    }),
    escalate: option("<judge>", "a stronger judge, to be asked about a sample; the rates then are its own"),
  }),
  ...under("Judging:", "any", {
    repeat: option("<n>", "ask each question so many times", wholeNumberBetween(1, 100), { default: 1 }),
    retryFailed: toggle("ask refused and unparsable pairs once more"),
  }),
  ...stoppingOptions,
  seed: seedOption,
} satisfies OptionTable<AnnotateRequest>;

export const annotateDefaults = defaultsOf(annotateOptions);

export type ResolvedAnnotateRequest = Resolved<AnnotateRequest, typeof annotateOptions> & {
  readonly judge: string | JudgeFunction;
};

type JudgeOfRequest = SamplingOptions & Pick<AnnotateRequest, "judge" | "judgeModel">;

export const resolveAnnotateRequest = (request: AnnotateRequest): ResolvedAnnotateRequest =>
  withJudge(resolveRequest("annotate", annotateOptions, request));

/** A request with a judge. @throws UsageError (exit 2) where it names none, or states sampling that cannot be */
export function withJudge<Request extends JudgeOfRequest>(
  resolved: Request,
): Request & { readonly judge: string | JudgeFunction } {
  readSampling(resolved);
  const judge = resolved.judge ?? (resolved.judgeModel === undefined ? undefined : "verdict");
  if (judge === undefined)
    throw new UsageError("required option '--judge <name|path>' not specified", {
      hint: "name a judge (`lceval judges list`), or a model: --judge-model takes --judge verdict where none is named",
    });
  return { ...resolved, judge };
}

/** What `judge` is asked to do: as `annotate`, of outputs that may be at hand, and without a file that is written. */
export interface JudgeRequest
  extends Omit<
    AnnotateRequest,
    | "modelOutputs"
    | "baseline"
    | "output"
    | "retryFailed"
    | "reuse"
    | "maxUnjudged"
    | "escalate"
    | "escalateShare"
    | keyof StoppingRequest
  > {
  /** Rows `{instruction, output, generator}` of one or more models, or files of them. */
  readonly outputs: readonly object[] | readonly string[];
  /** The baseline's rows, its file, or `none`. */
  readonly baseline: readonly object[] | string;
}

export const judgeOptions = {
  ...withoutMembers(
    annotateOptions,
    ...([
      "modelOutputs",
      "output",
      "retryFailed",
      "reuse",
      "maxUnjudged",
      "escalate",
      "escalateShare",
    ] as const),
    ...(Object.keys(stoppingOptions) as (keyof StoppingRequest)[]),
  ),
  outputs: {
    isLibraryOnly: true,
    required: true,
    value: given<JudgeRequest["outputs"]>(
      (value) => Array.isArray(value) && value.length > 0,
      "a list of rows or of files is needed, one at least.",
    ),
  },
  baseline: {
    isLibraryOnly: true,
    required: true,
    value: given<JudgeRequest["baseline"]>(
      (value) => typeof value === "string" || (Array.isArray(value) && value.length > 0),
      "a list of rows, a file, or none is needed.",
    ),
  },
} satisfies OptionTable<JudgeRequest>;
